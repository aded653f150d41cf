// SPDX-License-Identifier: MIT
// Days on which the branch is closed although their weekday says otherwise.
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, empty } from '../parts.js';
import { isGone } from './draft.js';

const HOLIDAYS_MAX = 64;
const NAME_CHARACTERS = 40;
const LIST = ['hours', 'holidays'];

const nameOf = (holiday) =>
    [holiday.day, holiday.id].filter(Boolean).join(' ') || t('edit.unnamed');

function goneRow(form, path, refresh) {
    const putBack = () => {
        form.draft.putBack(path);
        refresh();
    };
    return el(
        'div',
        { class: 'edit-card gone' },
        el('p', null, t('edit.holiday_gone', { name: nameOf(form.draft.get(path)) })),
        button(t('edit.put_back'), putBack),
    );
}

function row(form, index, refresh) {
    const path = [...LIST, index];
    const holiday = form.draft.get(path);
    if (isGone(holiday)) return goneRow(form, path, refresh);
    const take = () => {
        form.draft.take(path);
        refresh();
    };
    const name = { max: NAME_CHARACTERS, wide: true };
    return el(
        'div',
        { class: 'edit-row holiday-edit' },
        form.input([...path, 'day'], t('doc.day'), { type: 'date' }),
        form.text([...path, 'id'], t('doc.holiday_id'), name),
        form.text([...path, 'en'], t('doc.holiday_en'), { ...name, optional: true }),
        button(t('edit.remove'), take, {
            class: 'link remove',
            'aria-label': t('edit.remove_holiday', { name: nameOf(holiday) }),
        }),
    );
}

export function editHolidays(form, place) {
    const refresh = () => {
        const holidays = form.draft.get(LIST) ?? [];
        const count = holidays.filter((holiday) => !isGone(holiday)).length;
        const add = () => {
            form.draft.add(LIST, { day: '', id: '' });
            refresh();
            place.querySelector('.holiday-edit:last-of-type input')?.focus();
        };
        replace(
            place,
            el('h3', null, t('doc.holidays')),
            el('p', { class: 'hint' }, t('edit.holidays')),
            holidays.length === 0
                ? empty(t('edit.no_holidays'), '')
                : holidays.map((holiday, i) => row(form, i, refresh)),
            count < HOLIDAYS_MAX && button(t('edit.add_holiday'), add, { class: 'small' }),
        );
    };
    refresh();
}
