// SPDX-License-Identifier: MIT
// On a phone: the parts that have no place in the bottom bar.
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { pageHead } from '../parts.js';

const PLACES = ['versions', 'users', 'report', 'journal', 'pin'];

export async function show(place) {
    replace(
        place,
        pageHead(t('nav.more')),
        el(
            'ul',
            { class: 'more-list' },
            PLACES.map((name) =>
                el(
                    'li',
                    null,
                    el(
                        'a',
                        { href: `#/${name}` },
                        el('strong', null, t(`nav.${name}`)),
                        el('span', { class: 'quiet' }, t(`more.${name}`)),
                    ),
                ),
            ),
        ),
    );
    return {};
}
