// SPDX-License-Identifier: MIT
// The officer's one screen: whom I serve, what I can do, who waits.
import { el, replace, setText } from '../dom.js';
import { t } from '../i18n.js';
import { live, onLive } from '../live.js';
import { deskMark } from '../marks.js';
import { button, loading } from '../parts.js';
import { session } from '../session.js';
import { remember, remembered } from '../store.js';
import { bringBack, callTicket, unpark } from './actions.js';
import { createAbsent, createParked } from './aside.js';
import { createChecklist } from './checklist.js';
import { showChoice } from './choice.js';
import { createControls } from './controls.js';
import { freeFocusAfterPointer } from './keys.js';
import { createModel } from './model.js';
import { createServing } from './serving.js';
import { createShortcuts } from './shortcuts.js';
import { createWaiting } from './waiting.js';

function createTabs(panes) {
    const buttons = new Map();
    const body = el('div', { class: 'tab-body' });
    let shown = '';
    const open = (name) => {
        shown = name;
        for (const [each, node] of buttons)
            node.setAttribute('aria-pressed', String(each === name));
        body.replaceChildren(panes[name].node);
    };
    for (const name of Object.keys(panes))
        buttons.set(
            name,
            button('', () => open(name), { class: 'segment', 'aria-pressed': 'false' }),
        );
    open('waiting');
    const update = () => {
        for (const [name, node] of buttons)
            setText(node, t(`tab.${name}`, { n: panes[name].count() }));
        panes[shown].update();
    };
    return {
        node: el(
            'div',
            { class: 'tabs' },
            el('div', { class: 'segments', role: 'group', 'aria-label': t('tab.label') }, [
                ...buttons.values(),
            ]),
            body,
        ),
        show: (name, focus = true) => {
            open(name);
            update();
            if (focus) body.querySelector('button')?.focus();
        },
        update,
    };
}

function pane(part, count) {
    return { node: part.node, update: () => part.update(), count };
}

/** The lists beside the visitor, and the keys above them when asked for. */
function queueSide(model, controls) {
    const { presser } = controls;
    const back = (answer) => {
        if (answer) tabs.show('waiting', false);
    };
    const tabs = createTabs({
        waiting: pane(
            createWaiting(model, session.mayCall ? (ticket) => callTicket(presser, ticket) : null),
            () => model.mine().length,
        ),
        parked: pane(
            createParked(model, (ticket) => unpark(presser, ticket.ticket).then(back)),
            () => model.parked.length,
        ),
        absent: pane(
            createAbsent(model, (ticket) => bringBack(presser, ticket.ticket).then(back)),
            () => model.absent.length,
        ),
    });
    const side = el('div', { class: 'queue-side' }, tabs.node);
    let shortcuts = null;
    const toggleKeys = () => {
        shortcuts?.remove();
        shortcuts = shortcuts ? null : createShortcuts(toggleKeys);
        if (shortcuts) side.prepend(shortcuts);
        help.hidden = Boolean(shortcuts);
    };
    const help = button('?', toggleKeys, {
        class: 'link keys-button',
        'aria-label': t('keys.show'),
    });
    return {
        tabs,
        toggleKeys,
        node: el('section', { class: 'queue panel', 'aria-label': t('queue.label') }, help, side),
    };
}

function deskScreen(place, number, frame) {
    const model = createModel(number);
    const controls = createControls(model, {
        showTab: (name) => side.tabs.show(name),
        showKeys: () => side.toggleKeys(),
    });
    const side = queueSide(model, controls);
    const serving = createServing(model);
    const checklist = createChecklist(model);
    const node = el(
        'div',
        { class: 'officer' },
        el(
            'section',
            { class: 'now panel', 'aria-label': t('now.label') },
            serving.node,
            controls.node,
            checklist.node,
        ),
        side.node,
    );
    freeFocusAfterPointer(node);
    replace(place, el('h1', { class: 'unseen' }, t('desk.named', { desk: number })), node);
    drawBar(frame, number);
    let settled = false;
    model.onChange(() => {
        for (const part of [serving, checklist, side.tabs, controls]) part.update();
        if (settled || !model.ready) return;
        settled = true;
        controls.presser.settle();
    });
    model.tell();
    return {
        end() {
            controls.end();
            model.end();
            frame.bar.replaceChildren();
        },
    };
}

function drawBar(frame, number) {
    const desk = live.board?.desks.find((each) => each.desk === number);
    replace(
        frame.bar,
        desk && deskMark(desk, 28),
        el('span', { class: 'bar-desk' }, t('desk.named', { desk: number })),
        el('a', { class: 'button link', href: '#/desk/choose' }, t('desk.change')),
    );
}

export async function show(place, rest, frame) {
    let current = null;
    const open = (number) => {
        current?.end();
        remember('desk', number);
        current = deskScreen(place, number, frame);
        if (location.hash !== '#/desk') history.replaceState(null, '', '#/desk');
    };
    const begin = () => {
        const number = rest[0] === 'choose' ? 0 : remembered('desk', 0);
        if (live.board.desks.some((desk) => desk.desk === number)) open(number);
        else current = showChoice(place, open, number);
    };
    if (live.board) begin();
    else {
        replace(place, loading());
        const stop = onLive(() => {
            if (live.board) {
                stop();
                begin();
            }
        });
        current = { end: stop };
    }
    return { end: () => current?.end() };
}
