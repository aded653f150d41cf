// SPDX-License-Identifier: MIT
// The buttons of a desk, the panel that takes their place when an action has a question, and the
// line below that says what came of the last press.
import { el, replace, setText, toggleAttribute } from '../dom.js';
import { t } from '../i18n.js';
import { button } from '../parts.js';
import { onSecond } from '../time.js';
import { ACTIONS, primaryOf } from './actions.js';
import { takeKeys } from './keys.js';
import { Presser } from './press.js';

class Controls {
    /** frame: {showTab(name), showKeys()} of the screen around it. */
    constructor(model, frame) {
        this.model = model;
        this.result = el('p', { class: 'result', role: 'status' });
        this.extra = el('span', { class: 'result-extra' });
        this.presser = new Presser(
            model,
            (words, kind) => this.show(words, kind),
            () => this.update(),
        );
        this.context = {
            model,
            presser: this.presser,
            showTab: frame.showTab,
            ask: (make) => this.ask(make),
            offer: (words, act) => this.offer(words, act),
        };
        this.frame = frame;
        this.primaryWords = el('span');
        this.primary = el(
            'button',
            {
                type: 'button',
                class: 'button primary next',
                on: { click: () => this.runPrimary() },
            },
            this.primaryWords,
            el('kbd', null, t('key.space')),
        );
        this.buttons = ACTIONS.filter((action) => !action.allowed || action.allowed()).map(
            (action) => this.makeButton(action),
        );
        this.grid = el(
            'div',
            { class: 'act-grid' },
            this.buttons.map((each) => each.node),
        );
        this.place = el('div', { class: 'act-place' }, this.grid);
        this.node = el(
            'div',
            { class: 'now-act' },
            this.primary,
            el('div', { class: 'result-line' }, this.result, this.extra),
            this.place,
        );
        this.freeKeys = takeKeys((name) => this.onKey(name));
        this.stopTick = onSecond(() => this.update());
    }

    makeButton(action) {
        const words = el('span');
        const node = el(
            'button',
            {
                type: 'button',
                class: 'button act',
                data: { act: action.id },
                on: { click: () => this.run(action) },
            },
            words,
            el('kbd', null, action.key),
        );
        return { action, node, words };
    }

    /** A press is seen at once, whatever the line does. */
    flash(node) {
        node.classList.add('pressed');
        setTimeout(() => node.classList.remove('pressed'), 150);
    }

    /** True when the button cannot be pressed now; a dead line is said, not just shown. */
    isBlocked(node) {
        if (this.model.stale) this.show(t('press.stale'), 'bad');
        return node.getAttribute('aria-disabled') === 'true';
    }

    run(action) {
        const { node } = this.buttons.find((each) => each.action === action);
        if (this.isBlocked(node)) return;
        this.flash(node);
        this.clearOffer();
        action.run(this.context);
    }

    runPrimary() {
        if (this.isBlocked(this.primary)) return;
        this.flash(this.primary);
        this.clearOffer();
        primaryOf(this.model).run(this.context);
    }

    onKey(name) {
        if (name === 'Space') {
            this.runPrimary();
            return true;
        }
        if (name === '?') {
            this.frame.showKeys();
            return true;
        }
        const found = this.buttons.find((each) => each.action.key === name);
        if (found) this.run(found.action);
        return Boolean(found);
    }

    show(words, kind = 'plain') {
        this.result.dataset.kind = kind;
        setText(this.result, words);
    }

    /** A second thought about what was just done. */
    offer(words, act) {
        replace(
            this.extra,
            button(
                words,
                () => {
                    this.clearOffer();
                    act();
                },
                { class: 'small' },
            ),
        );
    }

    clearOffer() {
        this.extra.replaceChildren();
    }

    /** make(close) gives the panel; Escape or the cross closes it. */
    ask(make) {
        const opener = document.activeElement;
        let free = () => {};
        const close = () => {
            free();
            this.closePanel = null;
            this.panelAbout = undefined;
            this.place.replaceChildren(this.grid);
            if (opener !== document.body && opener?.isConnected) opener.focus();
        };
        const panel = make(close);
        free = takeKeys((name) => {
            if (name === 'Escape') {
                close();
                return true;
            }
            return panel.keys(name);
        });
        this.closePanel = close;
        this.panelAbout = panel.about;
        replace(
            this.place,
            el(
                'section',
                { class: 'act-panel', 'aria-label': panel.title },
                el(
                    'header',
                    { class: 'act-panel-head' },
                    el('h2', null, panel.title),
                    el(
                        'button',
                        { type: 'button', class: 'button link', on: { click: close } },
                        t('common.cancel'),
                        ' ',
                        el('kbd', null, 'Esc'),
                    ),
                ),
                panel.node,
            ),
        );
        requestAnimationFrame(() =>
            this.place
                .querySelector('.act-panel > :not(header) :is(input, select, button)')
                ?.focus(),
        );
    }

    update() {
        const primary = primaryOf(this.model);
        const blocked = this.model.stale || !this.model.ready || Boolean(this.presser.busy);
        setText(this.primaryWords, primary.words);
        this.primary.classList.toggle('busy', this.presser.busy === primary.id);
        toggleAttribute(
            this.primary,
            'aria-disabled',
            blocked || (primary.id === 'next' && (this.presser.resting || !this.model.upToDate)),
        );
        for (const { action, node, words } of this.buttons) {
            setText(words, action.words ? action.words(this.model) : t(`act.${action.id}`));
            node.classList.toggle('busy', this.presser.busy === action.id);
            toggleAttribute(
                node,
                'aria-disabled',
                (blocked && action.id !== 'unpark') || !action.possible(this.model),
            );
        }
        // A panel about a visitor who is served no longer (by a desk button, say) goes away.
        if (this.panelAbout !== undefined && this.panelAbout !== this.model.visitor?.ticket)
            this.closePanel?.();
    }

    end() {
        this.closePanel?.();
        this.freeKeys();
        this.stopTick();
    }
}

export const createControls = (model, frame) => new Controls(model, frame);
