// SPDX-License-Identifier: MIT
// All keys at a glance, and the switch that turns single letters off.
import { el, newId } from '../dom.js';
import { t } from '../i18n.js';
import { session } from '../session.js';
import { ACTIONS } from './actions.js';
import { setSingleKeys, singleKeys } from './keys.js';

const row = (key, words) => el('li', null, el('kbd', null, key), el('span', null, words));

export function createShortcuts(close) {
    const id = newId('keys');
    const shown = ACTIONS.filter((action) => action.id !== 'call' || session.mayCall);
    return el(
        'section',
        { class: 'shortcuts', 'aria-label': t('keys.title') },
        el(
            'header',
            { class: 'act-panel-head' },
            el('h2', null, t('keys.title')),
            el(
                'button',
                { type: 'button', class: 'button link', on: { click: close } },
                t('common.close'),
                ' ',
                el('kbd', null, '?'),
            ),
        ),
        el(
            'ul',
            { class: 'keys-list' },
            row(t('key.space'), t('keys.next')),
            shown.map((action) => row(action.key, t(`keys.${action.id}`))),
            row('1–4', t('keys.numbers')),
            row('Esc', t('keys.escape')),
            row('?', t('keys.this')),
        ),
        el(
            'p',
            { class: 'check' },
            el('input', {
                type: 'checkbox',
                id,
                checked: singleKeys(),
                on: { change: (event) => setSingleKeys(event.target.checked) },
            }),
            el('label', { htmlFor: id }, t('keys.single')),
        ),
    );
}
