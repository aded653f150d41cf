// SPDX-License-Identifier: MIT
// What the visitor should have brought. The officer ticks what is there; what is not becomes the
// list of missing papers when the visit ends for want of them.
import { post } from '../api.js';
import { loadContent, papers } from '../content.js';
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { chip, worker } from '../parts.js';
import { keep, kept } from '../store.js';

const NOTE_BYTES = 95; // the journal's room for one list

const storeKey = (ticket) => `papers-${ticket}`;
export const ticked = (ticket) => new Set(kept(storeKey(ticket), []));

function tick(ticket, key, on) {
    const set = ticked(ticket);
    if (on) set.add(key);
    else set.delete(key);
    keep(storeKey(ticket), [...set]);
}

/** Papers that everybody must have and that were not ticked. */
export function missingByDefault(visitor) {
    const here = ticked(visitor.ticket);
    return papers(visitor.service)
        .filter((paper) => paper.required && !here.has(paper.key))
        .map((paper) => paper.key);
}

/** As many as the journal has room for, in the order of the list. */
export function fitting(keys) {
    const fits = [];
    for (const key of keys) if ([...fits, key].join(',').length <= NOTE_BYTES) fits.push(key);
    return fits;
}

function row(visitor, paper, changed) {
    const id = newId('paper');
    const box = el('input', {
        type: 'checkbox',
        id,
        checked: ticked(visitor.ticket).has(paper.key),
        on: {
            change: (event) => {
                tick(visitor.ticket, paper.key, event.target.checked);
                changed();
            },
        },
    });
    const remark = paper.required ? '' : paper.when || t('papers.if_any');
    return el(
        'li',
        { class: 'paper' },
        box,
        el(
            'label',
            { htmlFor: id },
            paper.name,
            remark && el('span', { class: 'quiet' }, ` ${remark}`),
        ),
    );
}

export function createChecklist(model) {
    const node = el('section', { class: 'papers', 'aria-label': t('papers.title') });
    const count = el('span', { class: 'papers-count' });
    let drawn = '';
    const recount = () => {
        const missing = model.visitor ? missingByDefault(model.visitor).length : 0;
        replace(
            count,
            missing === 0
                ? chip(t('papers.complete'), 'good')
                : chip(t('papers.open', { n: missing })),
        );
    };
    const draw = (visitor, list) => {
        if (!visitor) return replace(node);
        recount();
        const print = worker(t('papers.print'), () => post(`/checklist/${visitor.service}`), {
            class: 'link small',
        });
        return replace(
            node,
            el(
                'header',
                { class: 'papers-head' },
                el('h2', null, t('papers.title')),
                list.length > 0 && count,
                print,
            ),
            list.length > 0
                ? el(
                      'ul',
                      { class: 'papers-list' },
                      list.map((paper) => row(visitor, paper, recount)),
                  )
                : el('p', { class: 'quiet' }, t('papers.none')),
        );
    };
    const update = () => {
        const visitor = model.visitor;
        const list = visitor ? papers(visitor.service) : [];
        const signature = JSON.stringify([
            visitor?.ticket,
            visitor?.service,
            list.map((paper) => paper.key + paper.name),
        ]);
        if (signature === drawn) return;
        drawn = signature;
        draw(visitor, list);
    };
    loadContent().then(update);
    return { node, update };
}
