// SPDX-License-Identifier: MIT
// The frame around every screen: bar above, rail beside (below on a phone), banners, the screen.
import { el, replace, setText, svg, toggleAttribute } from './dom.js';
import { language, LANGUAGES, t } from './i18n.js';
import { live as liveBoard, onLive } from './live.js';
import { isAdmin, session } from './session.js';
import { remember, remembered } from './store.js';
import { hourMinute, live } from './time.js';
import { createAlerts } from './alerts.js';

const ICONS = {
    desk: 'M4 9h16v4H4zM6 13v7M18 13v7M9 9V5h6v4',
    overview: 'M4 4h7v7H4zM13 4h7v4h-7zM13 11h7v9h-7zM4 14h7v6H4z',
    branch: 'M5 20V8l7-4 7 4v12M9 20v-6h6v6M3 20h18',
    versions: 'M12 7v5l3 3M4.5 9A8 8 0 1 1 4 12M4 5v4h4',
    users: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.500-6 6-6s6 2 6 6M16 4.500a3.500 3.500 0 0 1 0 6M17 14c2.500.5 4 2.500 4 6',
    hardware: 'M6 9V4h12v5M6 18H4v-9h16v9h-2M7 14h10v6H7z',
    report: 'M4 20h16M7 20v-7M12 20V6M17 20v-10',
    journal: 'M6 4h12v16H6zM9 8h6M9 12h6M9 16h3',
    more: 'M5 12h.01M12 12h.01M19 12h.01',
};

const ADMIN_PLACES = ['overview', 'branch', 'versions', 'users', 'hardware', 'report', 'journal'];
const ON_PHONE = ['desk', 'overview', 'branch', 'hardware', 'more'];

const icon = (name) =>
    svg(
        'svg',
        { class: 'icon', viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' },
        svg('path', { d: ICONS[name] }),
    );

function navigation() {
    const link = (name, extra) =>
        el(
            'a',
            { href: `#/${name}`, class: `nav-link ${extra}`, data: { place: name } },
            icon(name),
            el('span', null, t(`nav.${name}`)),
        );
    const all = ['desk', ...ADMIN_PLACES];
    return el(
        'nav',
        { class: 'rail', 'aria-label': t('nav.label') },
        all.map((name) => link(name, ON_PHONE.includes(name) ? '' : 'wide-only')),
        link('more', 'phone-only'),
    );
}

export const THEMES = ['auto', 'light', 'dark'];

export function setTheme(theme) {
    remember('theme', theme);
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    dispatchEvent(new Event('loket-theme'));
}

function themeSwitch(extra) {
    const words = () => t('theme.now', { theme: t(`theme.${remembered('theme', 'auto')}`) });
    const node = el(
        'button',
        {
            type: 'button',
            class: extra,
            on: {
                click() {
                    setTheme(
                        THEMES[(THEMES.indexOf(remembered('theme', 'auto')) + 1) % THEMES.length],
                    );
                    setText(node, words());
                },
            },
        },
        words(),
    );
    return node;
}

function languageSwitch(change) {
    return el(
        'div',
        { class: 'language', role: 'group', 'aria-label': t('language.label') },
        LANGUAGES.map((each) =>
            el(
                'button',
                {
                    type: 'button',
                    class: 'button link',
                    lang: each,
                    'aria-pressed': String(each === language()),
                    'aria-label': `${each.toUpperCase()}, ${t(`language.${each}`)}`,
                    on: { click: () => change(each) },
                },
                each.toUpperCase(),
            ),
        ),
    );
}

export const switches = (change) =>
    el('div', { class: 'switches' }, languageSwitch(change), themeSwitch('button link'));

function userMenu({ signOut, changeLanguage }) {
    const menu = el(
        'details',
        { class: 'menu' },
        el('summary', { class: 'button link' }, session.user),
        el(
            'div',
            { class: 'menu-list' },
            el('p', { class: 'quiet' }, t(`role.${session.role}`)),
            el('div', { class: 'phone-only' }, languageSwitch(changeLanguage)),
            themeSwitch('menu-item'),
            el('a', { href: '#/pin', class: 'menu-item' }, t('nav.pin')),
            el(
                'button',
                { type: 'button', class: 'menu-item', on: { click: signOut } },
                t('nav.sign_out'),
            ),
        ),
    );
    menu.addEventListener('focusout', (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener('click', (event) => {
        if (event.target.closest('a')) menu.open = false;
    });
    return menu;
}

function connection() {
    const words = el('span');
    const node = el(
        'p',
        { class: 'connection' },
        el('span', { class: 'dot', 'aria-hidden': 'true' }),
        words,
    );
    const update = () => {
        const state = !liveBoard.everHeard ? 'joining' : liveBoard.stale ? 'stale' : 'live';
        node.dataset.state = state;
        setText(words, t(`connection.${state}`, { time: hourMinute(liveBoard.lastUtcMs) }));
    };
    update();
    return { node, update };
}

function topBar(actions, { branch, place, line }) {
    return el(
        'header',
        { class: 'bar' },
        el('a', { class: 'brand', href: isAdmin() ? '#/overview' : '#/desk' }, 'Loket'),
        branch,
        place,
        el(
            'div',
            { class: 'bar-end' },
            line.node,
            live('clock', 0, { class: 'clock', 'aria-label': t('bar.clock') }),
            el('div', { class: 'wide-only' }, languageSwitch(actions.changeLanguage)),
            userMenu(actions),
        ),
    );
}

/** On a phone the places without a link of their own are behind "more". */
function markPlace(rail, name) {
    const phoneName = ON_PHONE.includes(name) ? name : 'more';
    for (const each of rail.children) {
        toggleAttribute(each, 'data-phone-current', each.dataset.place === phoneName);
        if (each.dataset.place === name) each.setAttribute('aria-current', 'page');
        else each.removeAttribute('aria-current');
    }
}

/** Builds the frame; returns {main, place, setPlace, end}. actions: {signOut, changeLanguage}. */
export function buildShell(root, actions) {
    const parts = {
        place: el('span', { class: 'bar-place' }),
        branch: el('span', { class: 'bar-branch' }),
        line: connection(),
    };
    const main = el('main', { id: 'main', tabindex: -1 });
    const alerts = createAlerts();
    const skip = el(
        'button',
        { type: 'button', class: 'skip', on: { click: () => main.focus() } },
        t('nav.skip'),
    );
    const rail = isAdmin() ? navigation() : null;
    replace(
        root,
        el(
            'div',
            { class: rail ? 'shell with-rail' : 'shell' },
            skip,
            topBar(actions, parts),
            rail,
            el('div', { class: 'stage' }, alerts.node, main),
        ),
    );
    const update = () => {
        parts.line.update();
        alerts.update();
        setText(parts.branch, liveBoard.board?.branch.name ?? '');
        root.classList.toggle('stale', liveBoard.stale && liveBoard.everHeard);
    };
    const stop = onLive(update);
    update();
    return {
        main,
        place: parts.place,
        setPlace: (name) => rail && markPlace(rail, name),
        end() {
            stop();
            alerts.end();
        },
    };
}
