// SPDX-License-Identifier: MIT
// Services with their papers.
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, chip } from '../parts.js';
import { isGone } from './draft.js';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const REQUIRED = ['wajib', 'bersyarat', 'jika_ada'];
const STATUS = ['sourced', 'confirmed', 'unverified'];

const named = (kind, values) => values.map((value) => [value, t(`${kind}.${value}`)]);

function paperRow(form, path, refresh) {
    const paper = form.draft.get(path);
    if (isGone(paper))
        return el(
            'div',
            { class: 'paper-edit gone' },
            el('p', null, t('edit.paper_gone', { paper: paper.id })),
            button(
                t('edit.put_back'),
                () => {
                    form.draft.putBack(path);
                    refresh();
                },
                { class: 'small' },
            ),
        );
    return el(
        'div',
        { class: 'paper-edit' },
        form.text([...path, 'id'], t('doc.paper_id'), { max: 40, wide: true }),
        form.text([...path, 'en'], t('doc.paper_en'), { max: 40, wide: true }),
        form.text([...path, 'key'], t('doc.key'), { max: 23 }),
        form.choose([...path, 'required'], t('doc.required'), named('required', REQUIRED), 'wajib'),
        form.text([...path, 'when_id'], t('doc.when_id'), {
            max: 40,
            optional: true,
            placeholder: t('edit.when_example'),
        }),
        form.choose([...path, 'status'], t('doc.status'), named('status', STATUS), 'unverified'),
        button(
            t('edit.remove'),
            () => {
                form.draft.take(path);
                refresh();
            },
            { class: 'link remove', 'aria-label': t('edit.remove_paper', { paper: paper.id }) },
        ),
    );
}

function papers(form, path, refresh) {
    const list = [...path, 'documents'];
    const documents = form.draft.get(list) ?? [];
    const add = () => {
        form.draft.add(list, { key: '', id: '', en: '', required: 'wajib', status: 'unverified' });
        refresh();
    };
    return [
        el('h3', null, t('doc.documents')),
        el('p', { class: 'hint' }, t('edit.papers_hint')),
        documents.map((paper, i) => paperRow(form, [...list, i], refresh)),
        button(t('edit.add_paper'), add, { class: 'small' }),
    ];
}

function summaryLine(form, path) {
    const service = form.draft.get(path);
    const documents = (service.documents ?? []).filter((paper) => !isGone(paper)).length;
    return el(
        'summary',
        null,
        el('span', { class: 'letter' }, service.letter || '?'),
        el('strong', null, service.name_id || t('edit.unnamed')),
        el(
            'span',
            { class: 'quiet' },
            ` · ${t('edit.service_facts', { target: service.target_wait_min ?? 30, cap: service.daily_cap ?? 999, papers: documents })}`,
        ),
        service.confirmed ? chip(t('status.confirmed'), 'good') : chip(t('status.unconfirmed')),
        JSON.stringify(service) !== JSON.stringify(form.draft.was(path)) &&
            chip(t('edit.changed'), 'warn'),
    );
}

function body(form, path, refresh, refreshAll) {
    const service = form.draft.get(path);
    return el(
        'div',
        { class: 'service-body' },
        el(
            'div',
            { class: 'edit-row' },
            form.text([...path, 'letter'], t('doc.letter'), {
                max: 1,
                class: 'input letter-field',
            }),
            form.text([...path, 'name_id'], t('doc.name_id'), { max: 22 }),
            form.text([...path, 'name_en'], t('doc.name_en'), { max: 22 }),
            form.number([...path, 'target_wait_min'], t('doc.target_wait_min'), {
                unit: t('unit.minutes'),
                fallback: 30,
            }),
            form.number([...path, 'daily_cap'], t('doc.daily_cap'), { fallback: 999 }),
            form.flag([...path, 'confirmed'], t('doc.papers_confirmed'), false),
            button(
                t('edit.remove'),
                () => {
                    form.draft.take(path);
                    refreshAll();
                },
                {
                    class: 'link remove',
                    'aria-label': t('edit.remove_service', { service: service.letter }),
                },
            ),
        ),
        papers(form, path, refresh),
    );
}

/** Opened ones stay open when the list is drawn again. */
function card(form, index, opened, refreshAll) {
    const path = ['services', index];
    const service = form.draft.get(path);
    if (isGone(service))
        return el(
            'div',
            { class: 'edit-card gone' },
            el('p', null, t('edit.service_gone', { service: service.letter })),
            button(t('edit.put_back'), () => {
                form.draft.putBack(path);
                refreshAll();
            }),
        );
    const place = el('div');
    const refresh = () => replace(place, body(form, path, refresh, refreshAll));
    const faulty = [...form.found.keys()].some((each) => each.startsWith(`services[${index}]`));
    const node = el(
        'details',
        {
            class: 'edit-card service',
            open: faulty || opened.has(index),
            on: {
                toggle() {
                    if (!node.open) {
                        opened.delete(index);
                        return;
                    }
                    opened.add(index);
                    if (!place.firstChild) refresh();
                },
            },
        },
        summaryLine(form, path),
        place,
    );
    if (node.open) refresh();
    node.openIt = () => {
        node.open = true;
        if (!place.firstChild) refresh();
    };
    return node;
}

function newService(draft) {
    const taken = new Set(draft.get(['services']).map((service) => service.letter));
    return {
        letter: [...LETTERS].find((letter) => !taken.has(letter)) ?? '',
        name_id: '',
        name_en: '',
        target_wait_min: 30,
        confirmed: false,
        documents: [],
    };
}

export function editServices(form, place, changedLetters) {
    const opened = new Set();
    const refresh = () => {
        replace(
            place,
            el('p', { class: 'hint' }, t('edit.services_hint')),
            form.draft.get(['services']).map((service, i) =>
                card(form, i, opened, () => {
                    refresh();
                    changedLetters();
                }),
            ),
            button(t('edit.add_service'), () => {
                opened.add(form.draft.get(['services']).length);
                form.draft.add(['services'], newService(form.draft));
                refresh();
                changedLetters();
            }),
        );
    };
    refresh();
    return {
        openAll: () => {
            for (const node of place.querySelectorAll('details.service')) node.openIt?.();
        },
    };
}
