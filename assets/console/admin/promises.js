// SPDX-License-Identifier: MIT
// What visitors were told beside what happened.
import { address, get } from '../api.js';
import { el } from '../dom.js';
import { figure, inLanguage, percent, t } from '../i18n.js';
import { chip, empty, table } from '../parts.js';
import { longDate } from '../time.js';

const KINDS = { told: 'good', learning: 'info', earning: 'info', withheld: 'warn', off: 'plain' };

export const loadPromises = () => get('/promises');

/** Whether waits are told, in one line. */
export function promiseState(promises) {
    return el(
        'p',
        { class: 'row' },
        chip(t(`waits.${promises.state}`), KINDS[promises.state] ?? 'plain'),
        el('span', null, t(`waits.${promises.state}_means`)),
    );
}

function cells(name, each) {
    return [
        name,
        figure(each.count),
        percent(each.coverage90),
        percent(each.kept_share),
        figure(each.mean_wait_min, 1),
        figure(each.ours?.mae_min, 1),
        figure(each.les?.mae_min, 1),
        each.better_than_les_percent === null || each.better_than_les_percent === undefined
            ? '–'
            : `${figure(each.better_than_les_percent)} %`,
    ];
}

export function promisesPanel(promises) {
    const right = (words) => ({ words, class: 'figure' });
    const headings = (first) => [
        first,
        right(t('promise.count')),
        right(t('promise.coverage')),
        right(t('promise.kept')),
        right(t('promise.wait')),
        right(t('promise.error')),
        right(t('promise.les')),
        right(t('promise.better')),
    ];
    const rows = promises.services
        .filter((each) => each.count > 0)
        .map((each) =>
            cells(
                [
                    el('span', { class: 'letter' }, each.service),
                    inLanguage(each.name_id, each.name_en),
                ],
                each,
            ),
        );
    const body =
        promises.total.count === 0
            ? empty(t('promise.none'), t('promise.none_advice'))
            : [
                  table(t('promise.by_service'), headings(t('promise.service')), [
                      ...rows,
                      { class: 'total', cells: cells(t('promise.total'), promises.total) },
                  ]),
                  el(
                      'details',
                      { class: 'chart-table' },
                      el('summary', null, t('promise.days')),
                      table(
                          t('promise.days'),
                          headings(t('promise.day')),
                          [...promises.days]
                              .reverse()
                              .map((each) => cells(longDate(each.day), each)),
                      ),
                  ),
                  el('p', { class: 'hint' }, t('promise.means')),
                  el(
                      'a',
                      { class: 'button', href: address('/promises.csv'), download: '' },
                      t('promise.csv'),
                  ),
              ];
    return el(
        'section',
        { class: 'panel' },
        el('h2', { class: 'panel-title' }, t('promise.title')),
        promiseState(promises),
        body,
    );
}
