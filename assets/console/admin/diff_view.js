// SPDX-License-Identifier: MIT
// Differences as a table: where, what it was, what it is.
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { table } from '../parts.js';
import { differences, stepsPath, stepsWords, valueWords } from './diff.js';

function row(change) {
    const was =
        change.kind === 'added'
            ? el('span', { class: 'quiet' }, t('diff.none'))
            : el('del', null, valueWords(change.before));
    const is =
        change.kind === 'removed'
            ? el('span', { class: 'quiet' }, t('diff.gone'))
            : el('ins', null, valueWords(change.after));
    return {
        class: `diff-${change.kind}`,
        cells: [
            [
                stepsWords(change.steps),
                el('br'),
                el('code', { class: 'quiet' }, stepsPath(change.steps)),
            ],
            was,
            is,
        ],
    };
}

export function changesTable(changes) {
    if (changes.length === 0) return el('p', { class: 'quiet' }, t('diff.same'));
    return table(
        t('diff.caption'),
        [t('diff.where'), t('diff.was'), t('diff.is')],
        changes.map(row),
        { class: 'diff' },
    );
}

export const diffTable = (before, after) => changesTable(differences(before, after));
