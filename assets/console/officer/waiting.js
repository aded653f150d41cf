// SPDX-License-Identifier: MIT
// Who waits, in the order in which they are in front of each other. The table never moves under
// a pointer: while one is over it, rows keep their places and those who were called turn grey.
import { serviceName } from '../content.js';
import { el, newId, setText } from '../dom.js';
import { t } from '../i18n.js';
import { button } from '../parts.js';
import { hourMinute, live, now } from '../time.js';
import { laneChip } from './serving.js';

/** When the call is expected: "10.05–10.20"; "–" while nobody knows. */
export function expectedText(ticket) {
    const { p50_utc_ms: early, p90_utc_ms: late } = ticket.expected ?? {};
    if (!early) return '–';
    if (!late) return t('queue.expected_from', { time: hourMinute(early) });
    const from = hourMinute(Math.max(early, now()));
    const to = hourMinute(Math.max(late, now()));
    return from === to ? from : `${from}–${to}`;
}

/* Whose call is expected first; a priority number may come before those who came earlier. */
const expectedAt = (ticket) => ticket.expected?.p50_utc_ms ?? Infinity;
const byTurn = (a, b) => {
    const first = expectedAt(a) === expectedAt(b) ? 0 : expectedAt(a) - expectedAt(b);
    return first || (a.ahead ?? 0) - (b.ahead ?? 0) || a.arrived_at_utc_ms - b.arrived_at_utc_ms;
};

function drawRow(ticket, model, call) {
    const when = el('span');
    const expected = el('td', { class: 'figure expected' }, when);
    const node = el(
        'tr',
        { data: { ticket: ticket.ticket } },
        el(
            'th',
            { scope: 'row', class: 'number' },
            ticket.ticket,
            el('span', { class: 'lane-below' }, laneChip(ticket.lane)),
        ),
        el(
            'td',
            { class: 'lane' },
            laneChip(ticket.lane) ?? el('span', { class: 'quiet' }, t('lane.regular')),
        ),
        el(
            'td',
            { class: 'service' },
            ticket.service !== ticket.ticket[0] && el('span', { class: 'letter' }, ticket.service),
            serviceName(ticket.service),
            ticket.desk > 0 &&
                el('span', { class: 'quiet' }, ` ${t('queue.only_desk', { desk: ticket.desk })}`),
        ),
        el('td', { class: 'figure' }, live('ticking', ticket.arrived_at_utc_ms)),
        expected,
    );
    if (call)
        expected.append(
            button(t('queue.call'), () => call(ticket.ticket), {
                class: 'small call-one',
                'aria-label': t('queue.call_one', { ticket: ticket.ticket }),
            }),
        );
    return { node, when, signature: signatureOf(ticket), ticket };
}

const signatureOf = (ticket) =>
    [
        ticket.service,
        ticket.lane,
        ticket.desk,
        ticket.arrived_at_utc_ms,
        serviceName(ticket.service),
    ].join();

class WaitingTable {
    constructor(model, call) {
        Object.assign(this, { model, call, rows: new Map(), held: false });
        this.onlyMine = true;
        this.body = el('tbody');
        this.none = el('p', { class: 'queue-none' });
        const heading = (key, extra) =>
            el('th', { scope: 'col', class: extra ?? '' }, t(`queue.${key}`));
        this.table = el(
            'table',
            { class: 'table waiting' },
            el('caption', { class: 'unseen' }, t('queue.caption')),
            el(
                'thead',
                null,
                el(
                    'tr',
                    null,
                    heading('number'),
                    heading('lane', 'lane'),
                    heading('service'),
                    heading('waited', 'figure'),
                    heading('expected', 'figure'),
                ),
            ),
            this.body,
        );
        this.scroll = el(
            'div',
            {
                class: 'table-scroll tall',
                tabindex: 0,
                role: 'group',
                'aria-label': t('queue.caption'),
            },
            this.table,
        );
        this.node = el('div', { class: 'queue-body' }, this.filter(), this.scroll, this.none);
        this.hold();
    }

    filter() {
        const id = newId('mine');
        return el(
            'p',
            { class: 'queue-filter' },
            el('input', {
                type: 'checkbox',
                id,
                checked: true,
                on: {
                    change: (event) => {
                        this.onlyMine = event.target.checked;
                        this.update();
                    },
                },
            }),
            el('label', { htmlFor: id }, t('queue.only_mine', { desk: this.model.number })),
        );
    }

    hold() {
        const release = () => {
            this.held = false;
            this.update();
        };
        this.body.addEventListener('pointerenter', (event) => {
            this.held = event.pointerType === 'mouse';
        });
        this.body.addEventListener('pointerleave', release);
        this.body.addEventListener('focusin', () => {
            this.held = true;
        });
        this.body.addEventListener('focusout', release);
    }

    update() {
        const list = [...(this.onlyMine ? this.model.mine() : this.model.waiting)].sort(byTurn);
        for (const ticket of list) this.put(ticket);
        this.dropGone(new Set(list.map((ticket) => ticket.ticket)));
        if (!this.held) this.order(list);
        const elsewhere = this.model.waiting.length - list.length;
        setText(this.none, list.length > 0 ? '' : this.noneWords(elsewhere));
        this.scroll.hidden = this.rows.size === 0;
    }

    noneWords(elsewhere) {
        if (!this.model.ready) return t('common.loading');
        return elsewhere > 0 ? t('queue.none_mine', { n: elsewhere }) : t('queue.none');
    }

    put(ticket) {
        const known = this.rows.get(ticket.ticket);
        let row = known;
        if (!known || known.signature !== signatureOf(ticket)) {
            row = drawRow(ticket, this.model, this.call);
            if (known) known.node.replaceWith(row.node);
            else this.body.append(row.node);
            this.rows.set(ticket.ticket, row);
        }
        row.node.classList.remove('gone');
        setText(row.when, expectedText(ticket));
    }

    dropGone(present) {
        for (const [number, row] of this.rows) {
            if (present.has(number)) continue;
            if (this.held) {
                row.node.classList.add('gone');
            } else {
                row.node.remove();
                this.rows.delete(number);
            }
        }
    }

    order(list) {
        list.forEach((ticket, i) => {
            const { node } = this.rows.get(ticket.ticket);
            if (this.body.children[i] !== node)
                this.body.insertBefore(node, this.body.children[i] ?? null);
        });
    }
}

/** call(ticket): for officers who may call out of turn; else null. */
export const createWaiting = (model, call) => new WaitingTable(model, call);
