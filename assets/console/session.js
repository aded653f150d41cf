// SPDX-License-Identifier: MIT
// Who is signed in at this browser. The token is a cookie that scripts cannot read.
import { get, post, put, remove } from './api.js';
import { remember } from './store.js';

export const session = { user: '', role: '', mayCall: false, mustChange: false, idleS: 0 };
/** The PIN just typed, so that a forced change does not ask for it again; never stored. */
let typedPin = '';

const KEEP_ALIVE_MS = 60000;
let touchedAt = 0;

function take(answer) {
    Object.assign(session, {
        user: answer.user,
        role: answer.role,
        mayCall: Boolean(answer.may_call),
        mustChange: Boolean(answer.must_change),
        idleS: answer.idle_s ?? 0,
    });
    touchedAt = performance.now();
    remember('user', session.user);
}

export function forgetSession() {
    Object.assign(session, { user: '', role: '', mayCall: false, mustChange: false, idleS: 0 });
    typedPin = '';
}

export const isAdmin = () => session.role === 'admin';

/** True when somebody is signed in. */
export async function resumeSession() {
    try {
        take(await get('/session'));
        return true;
    } catch (error) {
        if (error.status === 401) return false;
        throw error;
    }
}

export async function signIn(user, pin) {
    take(await post('/session', { user, pin }));
    typedPin = session.mustChange ? pin : '';
}

export async function signOut() {
    try {
        await remove('/session');
    } finally {
        forgetSession();
    }
}

export const knowsPin = () => typedPin !== '';

export async function changePin(pin, newPin) {
    const answer = await put('/session/pin', { pin: pin || typedPin, new_pin: newPin });
    typedPin = '';
    session.mustChange = false;
    if (answer?.user) take(answer);
}

/** Seconds until the daemon ends the session for want of a person; null while far away. */
export function idleWarningS() {
    if (!session.user || session.idleS <= 0) return null;
    const left = session.idleS - (performance.now() - touchedAt) / 1000;
    return left < 90 ? Math.max(0, Math.ceil(left)) : null;
}

async function keepAlive() {
    if (!session.user || performance.now() - touchedAt < KEEP_ALIVE_MS) return;
    touchedAt = performance.now();
    await get('/session').then(take, () => {});
}

for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, keepAlive, { passive: true });
