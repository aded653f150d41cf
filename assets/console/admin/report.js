// SPDX-License-Identifier: MIT
// One day in figures and charts.
import { address, get } from '../api.js';
import { el, newId, replace, toggleAttribute } from '../dom.js';
import { figure, inLanguage, t } from '../i18n.js';
import { button, empty, failure, loading, pageHead, table } from '../parts.js';
import { dateOf, longDate, now } from '../time.js';
import { chartFigure } from './charts.js';
import { loadPromises, promisesPanel } from './promises.js';

const DAY_MS = 86400000;
const shifted = (day, days) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const COLUMNS = ['issued', 'called', 'served', 'no_show', 'left', 'missing_papers', 'wrong_office'];

function cells(name, each) {
    return [
        name,
        ...COLUMNS.map((column) => figure(each[column])),
        figure(each.mean_wait_min, 1),
        figure(each.max_wait_min, 1),
    ];
}

function totals(total) {
    const tile = (name, value, unit = '') =>
        el(
            'div',
            { class: 'tile' },
            el('dt', null, t(`report.${name}`)),
            el('dd', null, value, unit && el('span', { class: 'unit' }, ` ${unit}`)),
        );
    return el(
        'dl',
        { class: 'tiles' },
        tile('issued', figure(total.issued)),
        tile('served', figure(total.served)),
        tile('mean_wait', figure(total.mean_wait_min, 1), t('unit.minutes')),
        tile('max_wait', figure(total.max_wait_min, 1), t('unit.minutes')),
        tile('no_show', figure(total.no_show)),
        tile('missing_papers', figure(total.missing_papers)),
    );
}

function serviceTable(report) {
    const headings = [
        t('report.service'),
        ...[...COLUMNS, 'mean_wait', 'max_wait'].map((name) => ({
            words: t(`report.${name}`),
            class: 'figure',
        })),
    ];
    const rows = report.services
        .filter((each) => each.issued > 0 || report.total.issued === 0)
        .map((each) =>
            cells(
                [
                    el('span', { class: 'letter' }, each.service),
                    inLanguage(each.name_id, each.name_en),
                ],
                each,
            ),
        );
    return el(
        'section',
        { class: 'panel' },
        el('h2', { class: 'panel-title' }, t('report.by_service')),
        table(t('report.by_service'), headings, [
            ...rows,
            { class: 'total', cells: cells(t('report.total'), report.total) },
        ]),
    );
}

function chartsOf(report) {
    const hours = report.hours ?? [];
    const hourNames = hours.map(
        (each) => `${String(each.hour).padStart(2, '0')}–${String(each.hour + 1).padStart(2, '0')}`,
    );
    const of = (key, digits) => ({
        values: hours.map((each) => each[key] ?? 0),
        texts: hours.map((each) => figure(each[key], digits)),
    });
    const desks = report.desks ?? [];
    const list = [];
    if (hours.length > 0)
        list.push(
            chartFigure({
                title: t('report.waits_by_hour'),
                first: t('report.hour'),
                labels: hourNames,
                ...of('mean_wait_min', 1),
                unit: t('report.mean_minutes'),
                shade: '--accent',
            }),
            chartFigure({
                title: t('report.no_shows_by_hour'),
                first: t('report.hour'),
                labels: hourNames,
                ...of('no_show', 0),
                unit: t('report.visitors'),
                shade: '--amber',
            }),
        );
    if (desks.length > 0)
        list.push(
            chartFigure({
                title: t('report.served_by_desk'),
                first: t('report.desk'),
                labels: desks.map((each) => t('desk.named', { desk: each.desk })),
                values: desks.map((each) => each.served),
                texts: desks.map((each) =>
                    t('report.desk_served', {
                        served: figure(each.served),
                        no_show: figure(each.no_show),
                        busy: figure(each.busy_min),
                    }),
                ),
                unit: t('report.visitors'),
                shade: '--blue',
            }),
        );
    return list;
}

class Report {
    constructor(place) {
        this.today = dateOf(now());
        this.charts = [];
        this.body = el('div', { class: 'report' });
        replace(place, this.head(), this.body);
    }

    head() {
        const id = newId('day');
        const step = (sign, days, name) =>
            button(sign, () => this.open(shifted(this.day, days)), { 'aria-label': t(name) });
        const change = () => {
            if (this.input.value) this.open(this.input.value);
        };
        this.input = el('input', {
            type: 'date',
            id,
            class: 'input',
            max: this.today,
            on: { change },
        });
        this.next = step('›', 1, 'report.next_day');
        this.csv = el('a', { class: 'button', download: '' }, t('report.csv'));
        this.tickets = el('a', { class: 'button', download: '' }, t('report.tickets_csv'));
        return pageHead(
            t('nav.report'),
            el('label', { htmlFor: id }, t('report.day')),
            step('‹', -1, 'report.previous_day'),
            this.input,
            this.next,
            this.csv,
            this.tickets,
        );
    }

    async open(wanted) {
        this.day = wanted > this.today ? this.today : wanted;
        this.input.value = this.day;
        toggleAttribute(this.next, 'aria-disabled', this.day === this.today);
        this.csv.href = address(`/report.csv?day=${this.day}`);
        this.tickets.href = address(`/tickets.csv?day=${this.day}`);
        this.end();
        replace(this.body, loading());
        await this.fill(this.day);
    }

    async fill(day) {
        try {
            const [report, promises] = await Promise.all([
                get(`/report?day=${day}`),
                loadPromises().catch(() => null),
            ]);
            if (day === this.day) this.draw(report, promises);
        } catch (error) {
            replace(
                this.body,
                failure(error, () => this.open(day)),
            );
        }
    }

    draw(report, promises) {
        const any = report.total.issued > 0;
        this.charts = any ? chartsOf(report) : [];
        const figures = () => [
            totals(report.total),
            el(
                'div',
                { class: 'charts' },
                this.charts.map((chart) => chart.node),
            ),
            serviceTable(report),
        ];
        replace(
            this.body,
            el('p', { class: 'lead' }, longDate(report.day)),
            any ? figures() : empty(t('report.none'), t('report.none_advice')),
            promises && promisesPanel(promises),
        );
    }

    end() {
        for (const chart of this.charts) chart.end();
        this.charts = [];
    }
}

export async function show(place, rest) {
    const report = new Report(place);
    await report.open(/^\d{4}-\d\d-\d\d$/.test(rest[0] ?? '') ? rest[0] : report.today);
    return report;
}
