// SPDX-License-Identifier: MIT
// One key, one action. The panel that is open gets the keys first and alone: a Space meant for
// it must not call a visitor.
import { remember, remembered } from '../store.js';

const handlers = [];

const TYPED = 'textarea, select, input:not([type=checkbox]):not([type=radio])';
const PRESSED = 'button, a[href], summary, input[type=checkbox], input[type=radio]';

export const singleKeys = () => remembered('keys', true);
/** Somebody who dictates or uses sticky keys may want no single letters (WCAG 2.1.4). */
export const setSingleKeys = (on) => remember('keys', on);

/** "Space", "A", "1", "Escape", "Enter" ... */
function nameOf(event) {
    if (event.key === ' ') return 'Space';
    return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

function isOurs(name, target) {
    if (target.matches?.(TYPED)) return name === 'Escape';
    if ((name === 'Space' || name === 'Enter') && target.closest?.(PRESSED)) return false;
    return singleKeys() || name === 'Escape';
}

function onKey(event) {
    const handler = handlers.at(-1);
    if (!handler || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const name = nameOf(event);
    if (!isOurs(name, event.target)) return;
    if (event.repeat) {
        // A finger that rests on the key: neither a second call nor a scrolled page.
        event.preventDefault();
        return;
    }
    if (handler(name)) event.preventDefault();
}

document.addEventListener('keydown', onKey);

/** handler(name) says whether the key was its own; returns how to take it away again. */
export function takeKeys(handler) {
    handlers.push(handler);
    return () => {
        const at = handlers.indexOf(handler);
        if (at >= 0) handlers.splice(at, 1);
    };
}

/** After a press of the mouse the focus goes back to the page, so that the next Space is
 * "call the next one" again and not the button that was clicked last. */
export function freeFocusAfterPointer(node) {
    node.addEventListener('pointerup', () => {
        setTimeout(() => {
            const focused = document.activeElement;
            if (
                focused &&
                node.contains(focused) &&
                focused.matches(PRESSED) &&
                !focused.closest('.act-panel')
            )
                focused.blur();
        });
    });
}

export function keyCap(name) {
    return name === 'Space' ? null : name;
}
