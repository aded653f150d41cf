// SPDX-License-Identifier: MIT
// The one way to the daemon. A change carries an Idempotency-Key and is repeated with that very
// key when the line breaks, so that a lost answer never does a thing twice.
import { has, t } from './i18n.js';

const BASE = '/api/v1';
const ANSWER_MS = 8000; // longer is a lost connection
const GIVE_UP_MS = 20000;
const PAUSES_MS = [300, 600, 1200, 2400, 4000];

/** 'signed-out' and 'change-pin': the shell answers them. */
export const sessionEvents = new EventTarget();

export class ApiError extends Error {
    constructor(status, error, retryAfterS) {
        super(error.message || error.code);
        this.status = status;
        this.code = error.code;
        this.field = error.field ?? '';
        this.faults = error.faults ?? [];
        this.retryAfterS = error.retry_after_s ?? retryAfterS ?? 0;
    }
}

/** Why something was not done, in the language of the reader where we have the words. */
export function errorText(error) {
    const key = `error.${error.code}`;
    if (error instanceof ApiError && has(key)) return t(key, { seconds: error.retryAfterS });
    return error.message || t('error.unknown');
}

/** A new key: 128 random bits. randomUUID needs HTTPS or localhost; a branch may have neither. */
export function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Idle sessions end. A page that refreshes itself is not a person: only requests after a key or a
// pointer say that somebody is there.
let personActed = true;
for (const kind of ['keydown', 'pointerdown'])
    addEventListener(
        kind,
        () => {
            personActed = true;
        },
        { capture: true, passive: true },
    );

function headersOf(method, key) {
    const headers = { Accept: 'application/json' };
    if (method !== 'GET') headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    if (personActed) headers['Loket-Person'] = 'acted';
    return headers;
}

async function errorOf(answer) {
    let error = {};
    try {
        error = (await answer.json()).error ?? {};
    } catch {
        /* Not from the daemon: a proxy, or a line that broke. */
    }
    const code = error.code || `http_${answer.status}`;
    return new ApiError(
        answer.status,
        { ...error, code },
        Number(answer.headers.get('Retry-After')),
    );
}

function tellSession(error) {
    if (error.status === 401 && error.code !== 'wrong_pin')
        sessionEvents.dispatchEvent(new Event('signed-out'));
    if (error.status === 403 && error.code === 'change_pin')
        sessionEvents.dispatchEvent(new Event('change-pin'));
}

async function once(method, path, body, key) {
    const answer = await fetch(BASE + path, {
        method,
        headers: headersOf(method, key),
        body: method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body ?? {}),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(ANSWER_MS),
    });
    personActed = false;
    if (!answer.ok) {
        const error = await errorOf(answer);
        tellSession(error);
        throw error;
    }
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
}

const sleep = (ms) =>
    new Promise((done) => {
        setTimeout(done, ms);
    });
const lost = (cause) => new ApiError(0, { code: 'offline', message: cause?.message });

async function insist(method, path, body, key) {
    const end = performance.now() + GIVE_UP_MS;
    for (let attempt = 0; ; attempt += 1) {
        try {
            return await once(method, path, body, key);
        } catch (error) {
            if (error instanceof ApiError) throw error;
            if (performance.now() > end) throw lost(error);
            await sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
        }
    }
}

export async function get(path) {
    try {
        return await once('GET', path);
    } catch (error) {
        throw error instanceof ApiError ? error : lost(error);
    }
}

export const post = (path, body, key = newKey()) => insist('POST', path, body, key);
export const put = (path, body, key = newKey()) => insist('PUT', path, body, key);
/** Signing out may be asked twice without harm: no key. */
export const remove = (path) => insist('DELETE', path);

/** For links that the browser itself downloads. */
export const address = (path) => BASE + path;
