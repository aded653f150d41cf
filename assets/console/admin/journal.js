// SPDX-License-Identifier: MIT
// The journal: is it whole, a copy of it, and who changed what.
import { address, get, post } from '../api.js';
import { el, newId, replace } from '../dom.js';
import { figure, t } from '../i18n.js';
import { chip, empty, failure, loading, pageHead, table, worker } from '../parts.js';
import { dateOf, hourMinute, moment, now } from '../time.js';

const POLL_MS = 500;
const KINDS = { idle: 'plain', running: 'info', good: 'good', bad: 'bad', unknown: 'warn' };

function verdict(found) {
    const words = t(`verify.${found.state}`, {
        rows: figure(found.rows),
        seq: found.bad_seq ?? '–',
        when: moment(found.at_utc_ms),
    });
    return [
        el(
            'p',
            { class: 'row' },
            chip(t(`verify.is_${found.state}`), KINDS[found.state] ?? 'plain'),
            el('span', null, words),
        ),
        found.message &&
            found.state !== 'good' &&
            el('p', { class: 'quiet', lang: 'en' }, found.message),
        found.state === 'running' && el('progress', { 'aria-label': t('verify.is_running') }),
    ];
}

/** Follows a check until it has ended. */
class Verify {
    constructor() {
        this.said = el('div', { class: 'verify-said', role: 'status' });
        this.node = el(
            'section',
            { class: 'panel' },
            el('h2', { class: 'panel-title' }, t('verify.title')),
            el('p', { class: 'hint' }, t('verify.lead')),
            this.said,
            worker(t('verify.go'), async () => this.follow(await post('/journal/verify', {}))),
        );
    }

    async begin() {
        this.follow(await get('/journal/verify'));
    }

    follow(found) {
        clearTimeout(this.timer);
        replace(this.said, verdict(found));
        if (found.state !== 'running' || this.ended) return;
        this.timer = setTimeout(
            () =>
                get('/journal/verify').then(
                    (next) => this.follow(next),
                    (error) => replace(this.said, failure(error)),
                ),
            POLL_MS,
        );
    }

    end() {
        this.ended = true;
        clearTimeout(this.timer);
    }
}

function backup() {
    return el(
        'section',
        { class: 'panel' },
        el('h2', { class: 'panel-title' }, t('backup.title')),
        el('p', { class: 'hint' }, t('backup.lead')),
        el(
            'a',
            { class: 'button', href: address('/journal/backup'), download: '' },
            t('backup.go'),
        ),
    );
}

function audit() {
    const id = newId('audit');
    const today = dateOf(now());
    const body = el('div');
    const input = el('input', {
        type: 'date',
        id,
        class: 'input',
        value: today,
        max: today,
        on: {
            change: () => {
                if (input.value) open();
            },
        },
    });
    const open = async () => {
        replace(body, loading());
        try {
            const { audit: rows } = await get(`/audit?day=${input.value}`);
            replace(
                body,
                rows.length === 0
                    ? empty(t('audit.none'), t('audit.none_advice'))
                    : table(
                          t('audit.title'),
                          [
                              t('audit.time'),
                              t('audit.who'),
                              t('audit.what'),
                              { words: t('audit.row'), class: 'figure' },
                          ],
                          [...rows]
                              .reverse()
                              .map((row) => [
                                  hourMinute(row.at_utc_ms),
                                  row.who,
                                  el('span', { lang: 'en' }, row.what),
                                  figure(row.seq),
                              ]),
                      ),
            );
        } catch (error) {
            replace(body, failure(error, open));
        }
    };
    open();
    return el(
        'section',
        { class: 'panel' },
        el(
            'div',
            { class: 'page-head' },
            el('h2', null, t('audit.title')),
            el('label', { htmlFor: id }, t('report.day')),
            input,
        ),
        body,
    );
}

export async function show(place) {
    const verify = new Verify();
    replace(
        place,
        pageHead(t('nav.journal')),
        el('div', { class: 'two-up' }, verify.node, backup()),
        audit(),
    );
    await verify.begin();
    return { end: () => verify.end() };
}
