// SPDX-License-Identifier: MIT
// Signing in, and choosing a PIN of one's own.
import { errorText, get } from './api.js';
import { el, newId, replace } from './dom.js';
import { t } from './i18n.js';
import { setBusy } from './parts.js';
import { changePin, knowsPin, session, signIn } from './session.js';
import { remembered } from './store.js';

function field(label, props, hint) {
    const id = newId('field');
    const hintId = hint ? newId('hint') : undefined;
    const input = el('input', {
        id,
        class: 'input',
        required: true,
        'aria-describedby': hintId,
        ...props,
    });
    return {
        input,
        node: el(
            'div',
            { class: 'field' },
            el('label', { htmlFor: id }, label),
            input,
            hint && el('p', { id: hintId, class: 'hint' }, hint),
        ),
    };
}

const pinField = (label, complete, hint) =>
    field(
        label,
        {
            type: 'password',
            inputmode: 'numeric',
            autocomplete: complete,
            maxlength: 12,
            class: 'input pin',
        },
        hint,
    );

/** Sends when it is complete, shows why not, and counts down when the daemon asks to wait. */
function form(words, fields, act) {
    const trouble = el('p', { class: 'trouble', role: 'alert' });
    const go = el('button', { type: 'submit', class: 'button primary wide' }, words);
    let timer = 0;
    const wait = (seconds) => {
        clearInterval(timer);
        setBusy(go, true);
        let left = seconds;
        const tick = () => {
            // Read out once; the ticking is for the eye.
            go.textContent = left > 0 ? t('signin.wait', { n: left }) : words;
            if (left <= 0) {
                clearInterval(timer);
                setBusy(go, false);
            }
            left -= 1;
        };
        tick();
        timer = setInterval(tick, 1000);
    };
    const submit = async (event) => {
        event.preventDefault();
        if (go.getAttribute('aria-disabled') === 'true') return;
        trouble.textContent = '';
        setBusy(go, true);
        try {
            await act();
        } catch (error) {
            setBusy(go, false);
            trouble.textContent = errorText(error);
            if (error.status === 429) wait(Math.max(1, error.retryAfterS));
        }
    };
    return el(
        'form',
        { class: 'signin-form', novalidate: true, on: { submit } },
        fields,
        trouble,
        go,
    );
}

class Trouble extends Error {}

export function showSignIn(place, done, reason) {
    const user = field(t('signin.user'), {
        autocomplete: 'username',
        autocapitalize: 'none',
        spellcheck: 'false',
        maxlength: 24,
        value: remembered('user', ''),
    });
    const pin = pinField(t('signin.pin'), 'current-password');
    const branch = el('p', { class: 'signin-branch' });
    const act = async () => {
        const name = user.input.value.trim().toLowerCase();
        if (!name) {
            user.input.focus();
            throw new Trouble(t('signin.no_user'));
        }
        if (!pin.input.value) {
            pin.input.focus();
            throw new Trouble(t('signin.no_pin'));
        }
        try {
            await signIn(name, pin.input.value);
        } catch (error) {
            pin.input.select();
            pin.input.focus();
            throw error;
        }
        pin.input.value = '';
        done();
    };
    replace(
        place,
        el(
            'div',
            { class: 'signin' },
            el('h1', null, t('signin.title')),
            branch,
            reason && el('p', { class: 'notice notice-warn' }, reason),
            form(t('signin.go'), [user.node, pin.node], act),
        ),
    );
    (user.input.value ? pin.input : user.input).focus();
    get('/board').then(
        (board) => {
            branch.textContent = board.branch.name;
        },
        () => {},
    );
}

/** The daemon has the last word; this only saves a round. */
function weakness(pin, again) {
    if (!/^\d{6,12}$/.test(pin)) return t('pin.length');
    if (/^(\d)\1*$/.test(pin)) return t('pin.same');
    const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
    if ([1, -1].some((way) => steps.every((step) => step === way))) return t('pin.run');
    return pin === again ? '' : t('pin.differ');
}

export function showPinChange(place, done, cancel) {
    const old = knowsPin() ? null : pinField(t('pin.old'), 'current-password');
    const fresh = pinField(t('pin.new'), 'new-password', t('pin.rule'));
    const again = pinField(t('pin.again'), 'new-password');
    const act = async () => {
        const weak = weakness(fresh.input.value, again.input.value);
        if (weak) {
            fresh.input.focus();
            throw new Trouble(weak);
        }
        await changePin(old?.input.value ?? '', fresh.input.value);
        done();
    };
    replace(
        place,
        el(
            'div',
            { class: 'signin' },
            el('h1', null, t('pin.title')),
            el(
                'p',
                { class: 'quiet' },
                session.mustChange ? t('pin.must', { user: session.user }) : t('pin.why'),
            ),
            form(t('pin.go'), [old?.node, fresh.node, again.node], act),
            cancel &&
                el(
                    'button',
                    { type: 'button', class: 'button link', on: { click: cancel } },
                    t('common.cancel'),
                ),
        ),
    );
    (old ?? fresh).input.focus();
}
