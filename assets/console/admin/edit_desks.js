// SPDX-License-Identifier: MIT
// Desks: number, what each serves, when it is on duty, how it looks on the wall.
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { deskMark } from '../marks.js';
import { button, empty } from '../parts.js';
import { isGone } from './draft.js';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DIRECTIONS = ['none', 'left', 'right', 'straight', 'up'];
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'hexagon', 'pentagon'];
const NEXT_COLOURS = ['#6CB4EE', '#F0B429', '#8FD694', '#F29E8E', '#C7A6F0', '#F5D76E'];

const named = (kind, values) => values.map((value) => [value, t(`${kind}.${value}`)]);

/** Letters as toggles, with "all" in front; "*" and the full set mean different things later,
 * when a service is added, so both can be said. */
export function lettersControl(draft, path) {
    const letters = draft
        .get(['services'])
        .filter((service) => !isGone(service))
        .map((service) => service.letter);
    const chosen = () => draft.get(path) ?? [];
    const isAll = () => chosen().includes('*');
    const id = newId('all');
    const all = el('input', {
        type: 'checkbox',
        id,
        on: { change: () => put(all.checked ? ['*'] : [...letters]) },
    });
    const group = el('span', { class: 'letters', role: 'group', 'aria-label': t('doc.services') });
    const control = {
        node: el(
            'span',
            { class: 'letters-line' },
            el(
                'span',
                { class: 'check' },
                all,
                el('label', { htmlFor: id }, t('edit.all_services')),
            ),
            group,
        ),
        focus: all,
        changed() {},
    };
    const toggle = (letter) => {
        const now = isAll() ? letters : chosen();
        put(
            now.includes(letter)
                ? now.filter((each) => each !== letter)
                : letters.filter((each) => each === letter || now.includes(each)),
        );
    };
    const put = (value) => {
        draft.set(path, value);
        control.refresh();
        control.changed();
    };
    const nodes = letters.map((letter) =>
        button(letter, () => toggle(letter), { class: 'letter-toggle' }),
    );
    group.append(...nodes);
    control.refresh = () => {
        all.checked = isAll();
        nodes.forEach((node, i) =>
            node.setAttribute('aria-pressed', String(isAll() || chosen().includes(letters[i]))),
        );
    };
    control.refresh();
    return control;
}

function dutyFields(form, path, refresh) {
    const { draft } = form;
    const hours = [...path, 'hours'];
    const copy = () => {
        for (const day of DAYS.slice(1, 5))
            draft.set([...hours, day], draft.get([...hours, 'mon']));
        refresh();
    };
    const planned = DAYS.some((day) => draft.get([...hours, day]));
    return el(
        'details',
        {
            class: 'duty',
            open:
                planned &&
                DAYS.some((day) => form.found.has(`${path[0]}[${path[1]}].hours.${day}`)),
        },
        el(
            'summary',
            null,
            t('edit.duty'),
            el(
                'span',
                { class: 'quiet' },
                ` · ${planned ? t('edit.duty_set', { hours: draft.get([...hours, 'mon']) ?? '–' }) : t('edit.duty_none')}`,
            ),
        ),
        el('p', { class: 'hint' }, t('edit.duty_hint')),
        el(
            'div',
            { class: 'duty-grid' },
            DAYS.map((day) =>
                form.text([...hours, day], t(`day.${day}`), {
                    optional: true,
                    placeholder: '08:00-12:00 13:00-15:00',
                }),
            ),
        ),
        button(t('edit.duty_copy'), copy, { class: 'small' }),
    );
}

function gone(form, path, desk, refresh) {
    return el(
        'div',
        { class: 'edit-card gone' },
        el('p', null, t('edit.desk_gone', { desk: desk.number })),
        button(t('edit.put_back'), () => {
            form.draft.putBack(path);
            refresh();
        }),
    );
}

function card(form, index, refresh) {
    const path = ['desks', index];
    const desk = form.draft.get(path);
    if (isGone(desk)) return gone(form, path, desk, refresh);
    const mark = el('span', { class: 'mark-place' });
    const drawMark = () =>
        replace(
            mark,
            deskMark({ ...form.draft.get(path), desk: form.draft.get([...path, 'number']) }, 44),
        );
    drawMark();
    const colour = { type: 'color', class: 'input colour' };
    return el(
        'div',
        { class: 'edit-card', on: { input: drawMark, change: drawMark } },
        el(
            'div',
            { class: 'edit-row' },
            mark,
            form.number([...path, 'number'], t('doc.number'), { maxlength: 3 }),
            form.choose(
                [...path, 'direction'],
                t('doc.direction'),
                named('direction', DIRECTIONS),
                'none',
            ),
            form.choose([...path, 'shape'], t('doc.shape'), named('shape', SHAPES), 'circle'),
            form.input([...path, 'colour'], t('doc.colour'), colour, {
                show: (value) => value ?? '#6CB4EE',
            }),
            form.custom(
                [...path, 'services'],
                t('doc.services'),
                lettersControl(form.draft, [...path, 'services']),
                { wide: true },
            ),
            button(
                t('edit.remove'),
                () => {
                    form.draft.take(path);
                    refresh();
                },
                {
                    class: 'link remove',
                    'aria-label': t('edit.remove_desk', { desk: desk.number }),
                },
            ),
        ),
        dutyFields(form, path, refresh),
    );
}

function newDesk(draft) {
    const numbers = draft
        .get(['desks'])
        .map((desk) => Number(desk.number))
        .filter(Number.isFinite);
    const number = Math.max(0, ...numbers) + 1;
    return {
        number,
        services: ['*'],
        direction: 'none',
        shape: SHAPES[(number - 1) % SHAPES.length],
        colour: NEXT_COLOURS[(number - 1) % NEXT_COLOURS.length],
    };
}

export function editDesks(form, place) {
    const refresh = () => {
        const desks = form.draft.get(['desks']) ?? [];
        replace(
            place,
            desks.length === 0
                ? empty(t('edit.no_desks'), t('edit.no_desks_advice'))
                : desks.map((desk, i) => card(form, i, refresh)),
            button(t('edit.add_desk'), () => {
                form.draft.add(['desks'], newDesk(form.draft));
                refresh();
                place.querySelector('.edit-card:last-of-type input')?.focus();
            }),
        );
    };
    refresh();
}
