// SPDX-License-Identifier: MIT
// Visitors set aside: parked ones, and those who did not come and may still return.
import { rules, serviceName } from '../content.js';
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, empty } from '../parts.js';
import { hourMinute, live, now } from '../time.js';
import { laneChip } from './serving.js';

const returnUntil = (ticket) => ticket.changed_at_utc_ms + rules().return_within_min * 60000;

function line(ticket, remark, words, act) {
    return el(
        'li',
        { class: 'aside-row' },
        el('span', { class: 'number' }, ticket.ticket),
        el(
            'span',
            { class: 'aside-what' },
            el('span', null, serviceName(ticket.service)),
            laneChip(ticket.lane),
            el('span', { class: 'quiet' }, remark),
        ),
        act &&
            button(words, () => act(ticket), {
                class: 'small',
                'aria-label': `${words}: ${ticket.ticket}`,
                data: { ticket: ticket.ticket },
            }),
    );
}

function list(name, tickets, draw) {
    let drawn = null;
    const node = el('div', { class: 'queue-body aside' });
    const update = () => {
        const all = tickets();
        const signature = JSON.stringify(
            all.map((ticket) => [ticket.ticket, ticket.service, ticket.changed_at_utc_ms]),
        );
        if (signature === drawn) return;
        drawn = signature;
        const focused = node.contains(document.activeElement)
            ? document.activeElement.dataset.ticket
            : '';
        replace(
            node,
            all.length === 0
                ? empty(t(`${name}.none`), t(`${name}.advice`))
                : el(
                      'ul',
                      { class: 'aside-list', 'aria-label': t(`${name}.title`) },
                      all.map(draw),
                  ),
        );
        if (focused) node.querySelector(`[data-ticket="${focused}"]`)?.focus();
    };
    return { node, update };
}

export function createParked(model, unpark) {
    return list(
        'parked',
        () => model.parked,
        (ticket) =>
            line(
                ticket,
                [t('parked.since'), ' ', live('span', ticket.changed_at_utc_ms)],
                t('parked.unpark'),
                unpark,
            ),
    );
}

export function createAbsent(model, bringBack) {
    const recent = () => model.absent.filter((ticket) => returnUntil(ticket) > now());
    return list('absent', recent, (ticket) =>
        line(
            ticket,
            t('absent.until', { time: hourMinute(returnUntil(ticket)) }),
            t('absent.return'),
            bringBack,
        ),
    );
}
