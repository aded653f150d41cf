// SPDX-License-Identifier: MIT
// The branch's name, lanes and rules, opening hours.
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { DAYS } from './edit_desks.js';
import { editHolidays } from './edit_holidays.js';

export function editBranch(form, place) {
    replace(
        place,
        el(
            'div',
            { class: 'edit-row' },
            form.text(['branch', 'name'], t('doc.name'), { max: 40, wide: true }),
            form.text(['branch', 'line_id'], t('doc.line_id'), {
                max: 80,
                optional: true,
                wide: true,
            }),
            form.text(['branch', 'line_en'], t('doc.line_en'), {
                max: 80,
                optional: true,
                wide: true,
            }),
            form.text(['branch', 'time_zone'], t('doc.time_zone'), {
                optional: true,
                placeholder: 'Asia/Jakarta',
            }),
            form.text(['slip', 'qr'], t('doc.qr'), {
                max: 159,
                optional: true,
                wide: true,
                hint: t('edit.qr_hint'),
            }),
            form.flag(['approval'], t('doc.approval'), false, t('edit.approval_hint')),
        ),
    );
}

export function editRules(form, place) {
    const rule = (key, fallback, unit, hint) =>
        form.number(['rules', key], t(`doc.${key}`), {
            fallback,
            unit: unit && t(`unit.${unit}`),
            hint,
        });
    replace(
        place,
        el(
            'div',
            { class: 'edit-row' },
            rule('overtake_max', 3, '', t('edit.k_hint')),
            form.number(['rules', 'lane_rate', 'priority'], t('doc.lane_priority'), {
                fallback: 2,
                unit: '×',
                hint: t('edit.lane_hint'),
            }),
            form.number(['rules', 'lane_rate', 'return'], t('doc.lane_return'), {
                fallback: 1.5,
                unit: '×',
            }),
            rule('recall_max', 2),
            rule('recall_pause_s', 20, 'seconds'),
            rule('return_within_min', 15, 'minutes'),
            rule('waiting_cap', 400),
            rule('daily_cap', 2000),
            form.flag(['waits'], t('doc.waits'), true, t('edit.waits_hint')),
        ),
    );
}

/** A day is [opens, closes] or null; a closing time that nobody knows is null. */
function dayControl(draft, path, day) {
    const id = newId('day');
    const closed = el('input', { type: 'checkbox', id });
    const times = [0, 1].map((which) =>
        el('input', {
            class: 'input time-field',
            maxlength: 5,
            inputmode: 'numeric',
            placeholder: which ? '15:00' : '08:00',
            'aria-label': t(which ? 'edit.closes_on' : 'edit.opens_on', { day: t(`day.${day}`) }),
        }),
    );
    const span = el('span', { class: 'row' }, times[0], '–', times[1]);
    const control = {
        node: el(
            'span',
            { class: 'day-line' },
            el(
                'span',
                { class: 'check' },
                closed,
                el('label', { htmlFor: id }, t('edit.open_day')),
            ),
            span,
        ),
        focus: closed,
        changed() {},
    };
    control.refresh = () => {
        const value = draft.get(path);
        closed.checked = Boolean(value);
        times.forEach((input, i) => {
            input.value = value?.[i] ?? '';
        });
        span.hidden = !value;
    };
    const put = () => {
        draft.set(path, closed.checked ? [times[0].value, times[1].value || null] : null);
        control.changed();
    };
    closed.addEventListener('change', () => {
        if (closed.checked && !times[0].value) times[0].value = '08:00';
        put();
        control.refresh();
    });
    for (const input of times) input.addEventListener('input', put);
    control.refresh();
    return control;
}

export function editHours(form, place) {
    const late = [
        ['warn', t('late.warn')],
        ['refuse', t('late.refuse')],
    ];
    const holidays = el('div', { class: 'edit-section-body' });
    replace(
        place,
        el(
            'div',
            { class: 'edit-row' },
            form.flag(
                ['hours', 'confirmed'],
                t('doc.hours_confirmed'),
                false,
                t('edit.hours_hint'),
            ),
            form.choose(['hours', 'late'], t('doc.late'), late, 'warn'),
        ),
        el(
            'div',
            { class: 'week' },
            DAYS.map((day) => {
                const path = ['hours', 'week', day];
                return form.custom(path, t(`day.${day}`), dayControl(form.draft, path, day));
            }),
        ),
        holidays,
    );
    editHolidays(form, holidays);
}
