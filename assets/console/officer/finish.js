// SPDX-License-Identifier: MIT
// How a visit ended: one key; for missing papers a second look at which.
import { papers } from '../content.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { choices } from './panels.js';
import { fitting, missingByDefault } from './checklist.js';

const OUTCOMES = ['done', 'missing_papers', 'wrong_office', 'left'];

function paperButton(paper, missing, changed) {
    const node = el(
        'button',
        {
            type: 'button',
            class: 'button choice paper-choice',
            'aria-pressed': String(missing.has(paper.key)),
            on: {
                click() {
                    if (!missing.delete(paper.key)) missing.add(paper.key);
                    node.setAttribute('aria-pressed', String(missing.has(paper.key)));
                    changed();
                },
            },
        },
        el('span', null, paper.name),
    );
    return node;
}

function missingView(visitor, act) {
    const list = papers(visitor.service);
    const missing = new Set(missingByDefault(visitor));
    const inOrder = () => list.map((paper) => paper.key).filter((key) => missing.has(key));
    const remark = el('p', { class: 'hint' });
    const changed = () => {
        const wanted = inOrder();
        const fits = fitting(wanted).length;
        remark.textContent = fits < wanted.length ? t('finish.too_many', { n: fits }) : '';
    };
    const send = () => act({ outcome: 'missing_papers', missing: fitting(inOrder()) });
    changed();
    return el(
        'div',
        { class: 'missing' },
        el('p', null, list.length > 0 ? t('finish.which') : t('papers.none')),
        el(
            'div',
            { class: 'choices two', role: 'group', 'aria-label': t('finish.which') },
            list.map((paper) => paperButton(paper, missing, changed)),
        ),
        remark,
        el(
            'div',
            { class: 'row' },
            el(
                'button',
                { type: 'button', class: 'button primary', on: { click: send } },
                t('finish.send'),
                ' ',
                el('kbd', null, 'Enter'),
            ),
        ),
    );
}

/** act({outcome, missing?}) */
export function finishPanel(model, act) {
    const { visitor } = model;
    const node = el('div');
    let second = null;
    const choose = (outcome) => {
        if (outcome !== 'missing_papers') {
            act({ outcome });
            return;
        }
        second = missingView(visitor, act);
        node.replaceChildren(second);
        second.querySelector('.primary').focus(); // Enter sends; the papers are one Shift+Tab away
    };
    const list = choices(
        OUTCOMES.map((outcome) => [outcome, t(`outcome.${outcome}`)]),
        choose,
    );
    node.append(list.node);
    const keys = (name) => (second ? false : list.keys(name));
    return {
        title: t('finish.title', { ticket: visitor.ticket }),
        about: visitor.ticket,
        node,
        keys,
    };
}
