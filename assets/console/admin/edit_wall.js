// SPDX-License-Identifier: MIT
// Notices with their expiry; how the walls look and sound.
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, chip, empty } from '../parts.js';
import { localText, now } from '../time.js';
import { isGone } from './draft.js';

const NOTICES_MAX = 8;
const VOLUMES_MAX = 8;

const isOver = (notice) => Boolean(notice.until) && notice.until <= localText(now());

function noticeRow(form, index, refresh) {
    const path = ['notices', index];
    const notice = form.draft.get(path);
    if (isGone(notice))
        return el(
            'div',
            { class: 'edit-card gone' },
            el('p', null, t('edit.notice_gone', { text: notice.id })),
            button(t('edit.put_back'), () => {
                form.draft.putBack(path);
                refresh();
            }),
        );
    return el(
        'div',
        { class: 'edit-card notice-edit' },
        form.text([...path, 'id'], t('doc.text_id'), { max: 120, wide: true }),
        form.text([...path, 'en'], t('doc.text_en'), { max: 120, wide: true }),
        form.input(
            [...path, 'until'],
            t('doc.until'),
            { type: 'datetime-local' },
            { read: (text) => text || undefined },
        ),
        isOver(notice) && chip(t('edit.notice_over'), 'warn'),
        button(
            t('edit.remove'),
            () => {
                form.draft.take(path);
                refresh();
            },
            { class: 'link remove', 'aria-label': t('edit.remove_notice', { text: notice.id }) },
        ),
    );
}

export function editNotices(form, place) {
    const refresh = () => {
        const notices = form.draft.get(['notices']) ?? [];
        const count = notices.filter((notice) => !isGone(notice)).length;
        replace(
            place,
            el('p', { class: 'hint' }, t('edit.notices_hint')),
            notices.length === 0
                ? empty(t('edit.no_notices'), '')
                : notices.map((notice, i) => noticeRow(form, i, refresh)),
            count < NOTICES_MAX &&
                button(t('edit.add_notice'), () => {
                    form.draft.add(['notices'], { id: '', en: '' });
                    refresh();
                }),
        );
    };
    refresh();
}

function volumeRow(form, index, refresh) {
    const path = ['wall', 'voice', 'volume', index];
    if (isGone(form.draft.get(path)))
        return el(
            'div',
            { class: 'edit-row gone' },
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
        { class: 'edit-row' },
        form.input([...path, 'from'], t('doc.from'), {
            class: 'input time-field',
            maxlength: 5,
            inputmode: 'numeric',
            placeholder: '06:00',
        }),
        form.number([...path, 'percent'], t('doc.percent'), { unit: '%' }),
        button(
            t('edit.remove'),
            () => {
                form.draft.take(path);
                refresh();
            },
            { class: 'link remove' },
        ),
    );
}

function volumes(form, place) {
    const path = ['wall', 'voice', 'volume'];
    const refresh = () => {
        const rows = form.draft.get(path) ?? [];
        replace(
            place,
            rows.map((row, i) => volumeRow(form, i, refresh)),
            rows.length < VOLUMES_MAX &&
                button(
                    t('edit.add_volume'),
                    () => {
                        form.draft.add(path, { from: '', percent: 80 });
                        refresh();
                    },
                    { class: 'small' },
                ),
        );
    };
    refresh();
}

export function editWall(form, place) {
    const steps = el('div');
    replace(
        place,
        el(
            'div',
            { class: 'edit-row' },
            form.number(['wall', 'viewing_distance_m'], t('doc.viewing_distance_m'), {
                fallback: 5,
                unit: 'm',
            }),
            form.number(['wall', 'screen_inch'], t('doc.screen_inch'), {
                fallback: 43,
                unit: t('unit.inches'),
            }),
            form.number(['wall', 'idle_after_s'], t('doc.idle_after_s'), {
                fallback: 45,
                unit: t('unit.seconds'),
            }),
            form.number(['wall', 'page_s'], t('doc.page_s'), {
                fallback: 14,
                unit: t('unit.seconds'),
            }),
            form.choose(
                ['wall', 'voice', 'style'],
                t('doc.style'),
                [
                    ['digits', t('style.digits')],
                    ['cardinal', t('style.cardinal')],
                ],
                'digits',
            ),
            form.number(['wall', 'voice', 'repeat'], t('doc.repeat'), { fallback: 2, unit: '×' }),
            form.flag(['wall', 'voice', 'english'], t('doc.english'), false),
        ),
        el('h3', null, t('doc.volume')),
        steps,
    );
    volumes(form, steps);
}

/** The whole document as text, for what has no field of its own (pages of the wall, sources). */
export function editRaw(form, place, replaced) {
    const area = el('textarea', {
        class: 'input mono raw',
        rows: 18,
        spellcheck: 'false',
        'aria-label': t('edit.raw'),
    });
    const trouble = el('p', { class: 'trouble', role: 'alert' });
    const load = () => {
        area.value = JSON.stringify(form.draft.outgoing(), null, 1);
    };
    const take = () => {
        try {
            form.draft.replace(JSON.parse(area.value));
            replaced();
        } catch (error) {
            trouble.textContent = t('edit.raw_wrong', { reason: error.message });
        }
    };
    load();
    replace(
        place,
        el('p', { class: 'hint' }, t('edit.raw_hint')),
        area,
        trouble,
        el(
            'div',
            { class: 'row' },
            button(t('edit.raw_take'), take),
            button(t('edit.raw_load'), load, { class: 'link' }),
        ),
    );
}
