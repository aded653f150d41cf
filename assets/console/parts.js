// SPDX-License-Identifier: MIT
// The few things that every screen is made of.
import { el, newId, svg } from './dom.js';
import { errorText } from './api.js';
import { t } from './i18n.js';

export function panel(title, ...children) {
    const id = newId('panel');
    return el(
        'section',
        { class: 'panel', 'aria-labelledby': id },
        el('h2', { id, class: 'panel-title' }, title),
        children,
    );
}

export function pageHead(title, ...actions) {
    return el(
        'header',
        { class: 'page-head' },
        el('h1', null, title),
        actions.length > 0 && el('div', { class: 'page-actions' }, actions),
    );
}

/** A state in words beside a colour: kind is good, warn, bad, plain or info. */
export function chip(words, kind = 'plain') {
    return el('span', { class: `chip chip-${kind}` }, words);
}

export function button(words, act, props = {}) {
    const { class: extra = '', ...rest } = props;
    return el(
        'button',
        { type: 'button', class: `button ${extra}`, on: { click: act }, ...rest },
        words,
    );
}

/** A button that is busy until `act` has ended and says why it failed beside itself. */
export function worker(words, act, props = {}) {
    const trouble = el('span', { class: 'trouble', role: 'alert' });
    const node = button(
        words,
        async () => {
            if (node.getAttribute('aria-disabled') === 'true') return;
            setBusy(node, true);
            trouble.textContent = '';
            try {
                await act(node);
            } catch (error) {
                trouble.textContent = errorText(error);
            } finally {
                setBusy(node, false);
            }
        },
        props,
    );
    return el('span', { class: 'worker' }, node, trouble);
}

/** Unlike "disabled" this keeps the focus where it was. */
export function setBusy(node, busy) {
    node.classList.toggle('busy', busy);
    if (busy) {
        node.setAttribute('aria-disabled', 'true');
        node.setAttribute('aria-busy', 'true');
    } else {
        node.removeAttribute('aria-disabled');
        node.removeAttribute('aria-busy');
    }
}

const EMPTY_DRAWING = 'M8 22h32v6a4 4 0 0 0 0 8v6H8v-6a4 4 0 0 0 0-8z';

/** Nothing here yet, and why. */
export function empty(title, advice, ...actions) {
    return el(
        'div',
        { class: 'empty' },
        svg(
            'svg',
            { viewBox: '5 19 38 26', width: 57, height: 39, 'aria-hidden': 'true' },
            svg('path', { d: EMPTY_DRAWING, class: 'empty-line' }),
        ),
        el('p', { class: 'empty-title' }, title),
        advice && el('p', { class: 'quiet' }, advice),
        actions.length > 0 && el('div', { class: 'row' }, actions),
    );
}

/** Could not be loaded: the reason, and once more. */
export function failure(error, again) {
    return el(
        'div',
        { class: 'notice notice-bad', role: 'alert' },
        el('p', null, errorText(error)),
        again && button(t('common.again'), again),
    );
}

export function loading() {
    return el('p', { class: 'loading quiet', role: 'status' }, t('common.loading'));
}

/** A consequence in words, then yes or no; stands where the button stood. */
export function confirmLine(words, yes, act, cancel) {
    const go = worker(yes, act, { class: 'danger' });
    const line = el(
        'div',
        {
            class: 'confirm',
            role: 'group',
            'aria-label': words,
            on: {
                keydown: (event) => {
                    if (event.key === 'Escape') {
                        event.stopPropagation();
                        cancel();
                    }
                },
            },
        },
        el('p', null, words),
        el('div', { class: 'row' }, go, button(t('common.cancel'), cancel)),
    );
    requestAnimationFrame(() => go.querySelector('button').focus());
    return line;
}

/** A button that turns into its own question. */
export function confirming(words, question, yes, act, props = {}) {
    const place = el('span', { class: 'confirming' });
    const ask = () =>
        place.replaceChildren(
            confirmLine(
                question,
                yes,
                async () => {
                    await act();
                    place.replaceChildren(start);
                },
                () => {
                    place.replaceChildren(start);
                    start.focus();
                },
            ),
        );
    const start = button(words, ask, props);
    place.append(start);
    return place;
}

/** headings: texts, or {words, class}; rows: lists of cells, or {class, cells}. */
export function table(caption, headings, rows, props = {}) {
    const classes = headings.map((heading) => heading.class ?? '');
    const head = headings.map((heading, i) =>
        el('th', { scope: 'col', class: classes[i] }, heading.words ?? heading),
    );
    const body = rows.map((row) =>
        el(
            'tr',
            { class: row.class ?? '' },
            (row.cells ?? row).map((cell, i) =>
                i === 0
                    ? el('th', { scope: 'row', class: classes[i] }, cell)
                    : el('td', { class: classes[i] }, cell),
            ),
        ),
    );
    const scroll = el(
        'div',
        { class: 'table-scroll', role: 'group', 'aria-label': caption },
        el(
            'table',
            { class: `table ${props.class ?? ''}` },
            el('caption', { class: 'unseen' }, caption),
            el('thead', null, el('tr', null, head)),
            el('tbody', null, body),
        ),
    );
    // Only what can be scrolled is a stop for the Tab key.
    requestAnimationFrame(() => {
        if (scroll.scrollWidth > scroll.clientWidth + 1) scroll.tabIndex = 0;
    });
    return scroll;
}

/** One choice of a few, as a row of buttons that look pressed. */
export function segments(label, options, chosen, choose) {
    const group = el('div', { class: 'segments', role: 'group', 'aria-label': label });
    for (const [value, words] of options) {
        const node = button(
            words,
            () => {
                for (const each of group.children)
                    each.setAttribute('aria-pressed', String(each === node));
                choose(value);
            },
            { class: 'segment', 'aria-pressed': String(value === chosen) },
        );
        group.append(node);
    }
    return group;
}
