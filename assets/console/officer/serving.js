// SPDX-License-Identifier: MIT
// Whom I serve: the number, what for, since when. Without a visitor: what the desk is doing.
import { serviceName } from '../content.js';
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { chip } from '../parts.js';
import { live as ticking, span } from '../time.js';

export function laneChip(lane) {
    return lane === 'regular'
        ? null
        : chip(t(`lane.${lane}`), lane === 'priority' ? 'amber' : 'blue');
}

function fact(label, value) {
    return el('div', { class: 'fact' }, el('dt', null, label), el('dd', null, value));
}

function visitorView(model) {
    const visitor = model.visitor;
    const waitedMs = visitor.changed_at_utc_ms - visitor.arrived_at_utc_ms;
    return [
        el(
            'div',
            { class: 'now-head' },
            el('p', { class: 'now-label' }, t('now.serving')),
            model.desk?.state === 'paused' && chip(t('desk.paused'), 'warn'),
            laneChip(visitor.lane),
            visitor.recalls > 0 && chip(t('now.recalled', { n: visitor.recalls }), 'plain'),
        ),
        el(
            'div',
            { class: 'now-who' },
            el('p', { class: 'now-number' }, visitor.ticket),
            el(
                'p',
                { class: 'now-service' },
                el('span', { class: 'letter' }, visitor.service),
                serviceName(visitor.service),
            ),
        ),
        el(
            'dl',
            { class: 'facts' },
            fact(t('now.since'), ticking('ticking', visitor.changed_at_utc_ms, { class: 'since' })),
            fact(t('now.waited'), span(waitedMs)),
            fact(t('now.lane'), t(`lane.${visitor.lane}`)),
        ),
    ];
}

function restView(model) {
    const state = model.desk?.state ?? 'closed';
    const waiting = model.mine().length;
    const title = state === 'open' ? t('now.idle') : t(`now.${state}`);
    let advice = t(`now.${state}_advice`);
    if (state === 'open') advice = waiting > 0 ? t('now.waiting', { n: waiting }) : t('now.nobody');
    return [
        el(
            'div',
            { class: 'now-head' },
            el('p', { class: 'now-label' }, t('desk.named', { desk: model.number })),
        ),
        el('p', { class: 'now-rest' }, title),
        el('p', { class: 'now-service quiet' }, advice),
    ];
}

/** Draws only when something that is shown has changed. */
export function createServing(model) {
    const node = el('div', { class: 'now-visitor' });
    let drawn = '';
    return {
        node,
        update() {
            const visitor = model.visitor;
            const signature = JSON.stringify([
                model.ready,
                model.desk?.state,
                visitor && [
                    visitor.ticket,
                    visitor.changed_at_utc_ms,
                    visitor.recalls,
                    serviceName(visitor.service),
                ],
                visitor ? 0 : model.mine().length,
            ]);
            if (signature === drawn) return;
            drawn = signature;
            node.classList.toggle('resting', !visitor);
            if (!model.ready)
                replace(node, el('p', { class: 'now-rest quiet' }, t('common.loading')));
            else replace(node, visitor ? visitorView(model) : restView(model));
        },
    };
}
