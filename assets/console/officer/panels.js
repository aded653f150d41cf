// SPDX-License-Identifier: MIT
// The questions that some actions ask, in the place of the buttons. Each panel is
// {title, node, keys(name)}; the first field or choice gets the focus.
import { lettersOf, services } from '../content.js';
import { el, newId, toggleAttribute } from '../dom.js';
import { t } from '../i18n.js';
import { live } from '../live.js';
import { button, segments } from '../parts.js';

export function choice(key, words, act, props = {}) {
    return el(
        'button',
        {
            type: 'button',
            class: `button choice ${props.class ?? ''}`,
            ...props,
            on: { click: act },
        },
        el('kbd', null, key),
        el('span', null, words),
    );
}

/** Numbered choices, each with its key. */
export function choices(options, act) {
    const node = el(
        'div',
        { class: 'choices' },
        options.map(([value, words], i) => choice(String(i + 1), words, () => act(value))),
    );
    return {
        node,
        keys: (name) => {
            const option = options[Number(name) - 1];
            if (!option) return false;
            act(option[0]);
            return true;
        },
    };
}

/** Desks, apart from this one, that would call a visitor of the service. */
function openDesks(model, service) {
    return (live.board?.desks ?? []).filter(
        (desk) =>
            desk.state !== 'closed' &&
            desk.desk !== model.number &&
            (lettersOf(desk.desk)?.includes(service) ?? true),
    );
}

function deskChoice() {
    const node = el('select', { class: 'input', 'aria-label': t('transfer.desk') });
    const offer = (desks) =>
        node.replaceChildren(
            el('option', { value: '0' }, t('transfer.any')),
            ...desks.map((desk) =>
                el('option', { value: String(desk.desk) }, t('desk.named', { desk: desk.desk })),
            ),
        );
    return { node, offer, desk: () => Number(node.value) };
}

/** act({service, desk}); letters choose the service, Enter sends. */
export function transferPanel(model, act) {
    let chosen = '';
    const desks = deskChoice();
    const send = () => {
        if (chosen) act({ service: chosen, desk: desks.desk() });
    };
    const go = button(t('transfer.go'), send, { class: 'primary', 'aria-disabled': 'true' });
    const nodes = new Map();
    const choose = (letter) => {
        chosen = letter;
        for (const [each, node] of nodes)
            node.setAttribute('aria-pressed', String(each === letter));
        toggleAttribute(go, 'aria-disabled', false);
        desks.offer(openDesks(model, letter));
        go.focus(); // Enter now sends; Tab backwards reaches the desk
    };
    for (const { letter, name } of services())
        nodes.set(
            letter,
            choice(letter, name, () => choose(letter), { 'aria-pressed': 'false' }),
        );
    desks.offer(openDesks(model, ''));
    const keys = (name) => {
        if (nodes.has(name)) choose(name);
        return nodes.has(name);
    };
    const { ticket } = model.visitor;
    return {
        title: t('transfer.title', { ticket }),
        about: ticket,
        keys,
        node: el(
            'div',
            null,
            el('div', { class: 'choices two' }, [...nodes.values()]),
            el('div', { class: 'row' }, desks.node, go),
        ),
    };
}

/** act(reason): the usual ones by number, or words of one's own. */
export function pausePanel(act) {
    const reasons = ['break', 'prayer', 'papers', 'meeting'].map((name) => [
        t(`pause.${name}`),
        t(`pause.${name}`),
    ]);
    const list = choices(reasons, act);
    const id = newId('reason');
    const own = el('input', { id, class: 'input', maxlength: 60 });
    const form = el(
        'form',
        {
            class: 'row',
            on: {
                submit: (event) => {
                    event.preventDefault();
                    act(own.value.trim());
                },
            },
        },
        el('label', { htmlFor: id }, t('pause.other')),
        own,
        el('button', { type: 'submit', class: 'button' }, t('pause.go')),
    );
    return { title: t('pause.title'), keys: list.keys, node: el('div', null, list.node, form) };
}

/** act("A-007"): of those who wait, are parked or did not come. */
export function callPanel(act) {
    const id = newId('call');
    const input = el('input', {
        id,
        class: 'input number-input',
        autocomplete: 'off',
        spellcheck: 'false',
        maxlength: 6,
        placeholder: 'A-007',
    });
    const form = el(
        'form',
        {
            class: 'row',
            on: {
                submit: (event) => {
                    event.preventDefault();
                    if (input.value.trim()) act(input.value.trim().toUpperCase());
                },
            },
        },
        el('label', { htmlFor: id }, t('call.number')),
        input,
        el('button', { type: 'submit', class: 'button primary' }, t('call.go')),
    );
    return {
        title: t('call.title'),
        node: el('div', null, form, el('p', { class: 'quiet' }, t('call.recorded'))),
        keys: () => false,
    };
}

/** act({service, lane, print}): for a visitor who cannot use the buttons. */
export function takePanel(act) {
    const wish = { lane: 'regular', print: true };
    const all = services();
    const id = newId('print');
    const keys = (name) => {
        const service = all.find((each) => each.letter === name);
        if (service) act({ service: service.letter, ...wish });
        return Boolean(service);
    };
    return {
        title: t('take.title'),
        keys,
        node: el(
            'div',
            null,
            el(
                'div',
                { class: 'row' },
                segments(
                    t('take.lane'),
                    [
                        ['regular', t('lane.regular')],
                        ['priority', t('lane.priority')],
                    ],
                    'regular',
                    (lane) => {
                        wish.lane = lane;
                    },
                ),
                el(
                    'span',
                    { class: 'check' },
                    el('input', {
                        type: 'checkbox',
                        id,
                        checked: true,
                        on: {
                            change: (event) => {
                                wish.print = event.target.checked;
                            },
                        },
                    }),
                    el('label', { htmlFor: id }, t('take.print')),
                ),
            ),
            el(
                'div',
                { class: 'choices two' },
                all.map((service) =>
                    choice(service.letter, service.name, () => keys(service.letter)),
                ),
            ),
        ),
    };
}

/** Ends the desk's day; says what happens to whom it serves. */
export function closePanel(model, act) {
    const words = model.visitor
        ? t('close.serving', { desk: model.number, ticket: model.visitor.ticket })
        : t('close.idle', { desk: model.number });
    const keys = () => false; // the button has the focus: Enter is its own
    return {
        title: t('close.title'),
        about: model.visitor?.ticket,
        keys,
        node: el(
            'div',
            null,
            el('p', null, words),
            el(
                'div',
                { class: 'row' },
                el(
                    'button',
                    { type: 'button', class: 'button danger', on: { click: act } },
                    t('close.go'),
                    ' ',
                    el('kbd', null, 'Enter'),
                ),
            ),
        ),
    };
}
