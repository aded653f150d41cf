// SPDX-License-Identifier: MIT
// The branch at a glance, for somebody who walks by.
import { get, post } from '../api.js';
import { el, newId, replace } from '../dom.js';
import { figure, inLanguage, percent, t } from '../i18n.js';
import { live, onLive } from '../live.js';
import { deskMark } from '../marks.js';
import { button, chip, loading, pageHead, panel, table, worker } from '../parts.js';
import { longDate } from '../time.js';
import { centralNotice } from './central.js';
import { troubles } from './hardware_words.js';
import { promiseState } from './promises.js';

const RENEW_MS = 20000;
const DESK_KINDS = { open: 'good', paused: 'warn', closed: 'plain' };

function waitWords(service) {
    if (service.free) return t('wait.free');
    const { low_min: low, high_min: high } = service.wait;
    if (high === null || high === undefined) return '–';
    return low ? t('wait.range', { low, high }) : t('wait.up_to', { high });
}

function desks(board) {
    return table(
        t('overview.desks'),
        [t('overview.desk'), t('overview.state'), t('overview.serving')],
        board.desks.map((desk) => [
            el(
                'span',
                { class: 'with-mark' },
                deskMark(desk, 28),
                t('desk.named', { desk: desk.desk }),
            ),
            el(
                'span',
                { class: 'row' },
                chip(t(`desk.${desk.state}`), DESK_KINDS[desk.state]),
                desk.help && chip(t('overview.help'), 'amber'),
            ),
            desk.serving ? el('strong', null, desk.serving) : el('span', { class: 'quiet' }, '–'),
        ]),
    );
}

function services(board) {
    const right = (words) => ({ words, class: 'figure' });
    const total = board.services.reduce((sum, service) => sum + service.waiting, 0);
    return table(
        t('overview.waiting'),
        [
            t('overview.service'),
            right(t('overview.people')),
            right(t('overview.last_wait')),
            right(t('overview.wait')),
        ],
        [
            ...board.services.map((service) => [
                el(
                    'span',
                    { class: 'named' },
                    el('span', { class: 'letter' }, service.service),
                    el(
                        'span',
                        null,
                        inLanguage(service.name_id, service.name_en),
                        service.desks.length === 0 && chip(t('overview.no_desk'), 'warn'),
                    ),
                ),
                service.waiting > 0
                    ? el('strong', null, figure(service.waiting))
                    : el('span', { class: 'quiet' }, '0'),
                service.last_wait_min === null
                    ? '–'
                    : t('time.minutes', { n: service.last_wait_min }),
                [
                    waitWords(service),
                    service.late && el('span', null, ' ', chip(t('wait.late'), 'warn')),
                ],
            ]),
            { class: 'total', cells: [t('report.total'), figure(total), '', ''] },
        ],
        { class: 'waits' },
    );
}

/** Closing the kiosk by hand says why on the wall; both are one press away from undoing. */
function kioskSwitch(board) {
    if (board.kiosk.state === 'closed')
        return worker(t('kiosk.open_it'), () => post('/kiosk/open', {}));
    const place = el('div');
    const id = newId('note');
    const note = el('input', { id, class: 'input', maxlength: 90 });
    const ask = () => {
        replace(
            place,
            el(
                'div',
                { class: 'confirm' },
                el('p', null, t('kiosk.close_ask')),
                el('div', { class: 'field' }, el('label', { htmlFor: id }, t('kiosk.note')), note),
                el(
                    'div',
                    { class: 'row' },
                    worker(
                        t('kiosk.close_yes'),
                        () =>
                            post(
                                '/kiosk/close',
                                note.value.trim() ? { message: note.value.trim() } : {},
                            ),
                        { class: 'danger' },
                    ),
                    button(t('common.cancel'), () => replace(place, start)),
                ),
            ),
        );
        note.focus();
    };
    const start = button(t('kiosk.close_it'), ask);
    place.append(start);
    return place;
}

function kiosk(board) {
    const ready = board.kiosk.state === 'ready';
    const words = ready
        ? t('overview.ready')
        : inLanguage(board.kiosk.message_id, board.kiosk.message_en);
    return [
        el(
            'p',
            { class: 'row' },
            chip(
                t(`state.${board.kiosk.state}`),
                ready ? 'good' : board.kiosk.state === 'closed' ? 'plain' : 'bad',
            ),
            el('span', null, words),
        ),
        kioskSwitch(board),
    ];
}

function faults(hardware) {
    const list = troubles(hardware);
    if (list.length === 0)
        return el(
            'p',
            { class: 'row' },
            chip(t('hw.is_good'), 'good'),
            el('span', null, t('overview.all_well')),
        );
    return el(
        'ul',
        { class: 'fault-list' },
        list.map((each) =>
            el(
                'li',
                null,
                chip(t(`hw.${each.name}`), each.kind),
                el(
                    'div',
                    null,
                    el('strong', null, each.state),
                    each.advice && el('p', { class: 'quiet' }, each.advice),
                ),
            ),
        ),
    );
}

function promises(found) {
    const few = found.measured < 20;
    return [
        promiseState(found),
        el('p', { class: 'big-figure' }, few ? '–' : percent(found.coverage)),
        el(
            'p',
            { class: 'quiet' },
            few
                ? t('overview.few', { n: found.measured })
                : t('overview.coverage', { n: found.measured }),
        ),
        el('a', { href: '#/report' }, t('overview.to_report')),
    ];
}

class Overview {
    constructor(place) {
        this.parts = Object.fromEntries(
            ['desks', 'services', 'kiosk', 'faults', 'promises'].map((name) => [name, el('div')]),
        );
        this.drawn = {};
        this.day = el('span', { class: 'quiet' });
        for (const part of Object.values(this.parts)) replace(part, loading());
        replace(place, pageHead(t('nav.overview'), this.day), this.layout());
        this.stop = onLive(() => this.update());
        this.timer = setInterval(() => this.renew(), RENEW_MS);
        this.update();
        this.renew();
    }

    layout() {
        const { parts } = this;
        const toHardware = el('p', null, el('a', { href: '#/hardware' }, t('alert.to_hardware')));
        return el(
            'div',
            { class: 'overview' },
            el(
                'div',
                { class: 'column' },
                panel(t('overview.desks'), parts.desks),
                panel(t('overview.waiting'), parts.services),
            ),
            el(
                'div',
                { class: 'column' },
                panel(t('overview.kiosk'), parts.kiosk),
                panel(t('overview.hardware'), parts.faults, toHardware),
                el('section', { class: 'panel' }, centralNotice()),
                panel(t('overview.promises'), parts.promises),
            ),
        );
    }

    /** Draws a part when what it shows has changed: an open question in it stays open. */
    draw(name, shown, make) {
        const signature = JSON.stringify(shown);
        if (this.drawn[name] === signature) return;
        this.drawn[name] = signature;
        replace(this.parts[name], make());
    }

    update() {
        const { board } = live;
        if (!board) return;
        this.day.textContent = longDate(board.day);
        this.draw('desks', board.desks, () => desks(board));
        this.draw('services', board.services, () => services(board));
        this.draw('kiosk', board.kiosk, () => kiosk(board));
    }

    async renew() {
        const [hardware, found] = await Promise.all(
            ['/hardware', '/promises'].map((path) => get(path).catch(() => null)),
        );
        if (hardware) this.draw('faults', troubles(hardware), () => faults(hardware));
        if (found)
            this.draw('promises', [found.state, found.coverage, found.measured], () =>
                promises(found),
            );
        else this.draw('promises', 'none', () => el('p', { class: 'quiet' }, t('promise.none')));
    }

    end() {
        this.stop();
        clearInterval(this.timer);
    }
}

export async function show(place) {
    return new Overview(place);
}
