// SPDX-License-Identifier: MIT
// One day in figures and charts.
import { address, get } from '../api.js';
import { el, newId, replace } from '../dom.js';
import { figure, inLanguage, t } from '../i18n.js';
import { button, empty, failure, loading, pageHead, table } from '../parts.js';
import { dateOf, longDate, now } from '../time.js';
import { chartFigure } from './charts.js';
import { loadPromises, promisesPanel } from './promises.js';

const DAY_MS = 86400000;
const shifted = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const COLUMNS = ['issued', 'called', 'served', 'no_show', 'left', 'missing_papers', 'wrong_office'];

function cells(name, each) {
    return [name, ...COLUMNS.map((column) => figure(each[column])), figure(each.mean_wait_min, 1), figure(each.max_wait_min, 1)];
}

function totals(total) {
    const tile = (name, value, unit = '') => el('div', { class: 'tile' }, el('dt', null, t(`report.${name}`)), el('dd', null, value, unit && el('span', { class: 'unit' }, ` ${unit}`)));
    return el('dl', { class: 'tiles' }, tile('issued', figure(total.issued)), tile('served', figure(total.served)),
        tile('mean_wait', figure(total.mean_wait_min, 1), t('unit.minutes')), tile('max_wait', figure(total.max_wait_min, 1), t('unit.minutes')),
        tile('no_show', figure(total.no_show)), tile('missing_papers', figure(total.missing_papers)));
}

function serviceTable(report) {
    const headings = [t('report.service'), ...[...COLUMNS, 'mean_wait', 'max_wait'].map((name) => ({ words: t(`report.${name}`), class: 'figure' }))];
    const rows = report.services.filter((each) => each.issued > 0 || report.total.issued === 0)
        .map((each) => cells([el('span', { class: 'letter' }, each.service), inLanguage(each.name_id, each.name_en)], each));
    return el('section', { class: 'panel' }, el('h2', { class: 'panel-title' }, t('report.by_service')),
        table(t('report.by_service'), headings, [...rows, { class: 'total', cells: cells(t('report.total'), report.total) }]));
}

function chartsOf(report) {
    const hours = report.hours ?? [];
    const hourNames = hours.map((each) => `${String(each.hour).padStart(2, '0')}–${String(each.hour + 1).padStart(2, '0')}`);
    const of = (key, digits) => ({ values: hours.map((each) => each[key] ?? 0), texts: hours.map((each) => figure(each[key], digits)) });
    const desks = report.desks ?? [];
    const list = [];
    if (hours.length > 0) list.push(
        chartFigure({ title: t('report.waits_by_hour'), first: t('report.hour'), labels: hourNames, ...of('mean_wait_min', 1), unit: t('report.mean_minutes'), shade: '--accent' }),
        chartFigure({ title: t('report.no_shows_by_hour'), first: t('report.hour'), labels: hourNames, ...of('no_show', 0), unit: t('report.visitors'), shade: '--amber' }));
    if (desks.length > 0) list.push(chartFigure({ title: t('report.served_by_desk'), first: t('report.desk'),
        labels: desks.map((each) => t('desk.named', { desk: each.desk })), values: desks.map((each) => each.served),
        texts: desks.map((each) => t('report.desk_served', { served: figure(each.served), no_show: figure(each.no_show), busy: figure(each.busy_min) })), unit: t('report.visitors'), shade: '--blue' }));
    return list;
}

export async function show(place, rest) {
    const today = dateOf(now());
    let day = /^\d{4}-\d\d-\d\d$/.test(rest[0] ?? '') ? rest[0] : today;
    let charts = [];
    const body = el('div', { class: 'report' });
    const id = newId('day');
    const input = el('input', { type: 'date', id, class: 'input', value: day, max: today, on: { change: () => { if (input.value) open(input.value); } } });
    const csv = el('a', { class: 'button', download: '' }, t('report.csv'));
    const tickets = el('a', { class: 'button', download: '' }, t('report.tickets_csv'));
    const next = button('›', () => open(shifted(day, 1)), { 'aria-label': t('report.next_day') });
    const clear = () => { charts.forEach((chart) => chart.end()); charts = []; };
    const open = async (wanted) => {
        day = wanted > today ? today : wanted;
        input.value = day;
        if (day === today) next.setAttribute('aria-disabled', 'true');
        else next.removeAttribute('aria-disabled');
        csv.href = address(`/report.csv?day=${day}`);
        tickets.href = address(`/tickets.csv?day=${day}`);
        clear();
        replace(body, loading());
        await fill(day);
    };
    const fill = async (wanted) => {
        try {
            const [report, promises] = await Promise.all([get(`/report?day=${wanted}`), loadPromises().catch(() => null)]);
            if (wanted !== day) return;
            charts = chartsOf(report);
            replace(body, el('p', { class: 'lead' }, longDate(report.day)),
                report.total.issued === 0 ? empty(t('report.none'), t('report.none_advice')) : [totals(report.total),
                    el('div', { class: 'charts' }, charts.map((chart) => chart.node)), serviceTable(report)],
                promises && promisesPanel(promises));
        } catch (error) {
            replace(body, failure(error, () => open(wanted)));
        }
    };
    replace(place, pageHead(t('nav.report'), el('label', { htmlFor: id }, t('report.day')),
        button('‹', () => open(shifted(day, -1)), { 'aria-label': t('report.previous_day') }), input, next, csv, tickets), body);
    await open(day);
    return { end: clear };
}
