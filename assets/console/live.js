// SPDX-License-Identifier: MIT
// The board as it changes. The daemon sends a board with every change and every five seconds;
// when none came for 15 s what we show is old, and we say so.
import { setClock } from './time.js';

const STALE_MS = 15000;
const HIDDEN_CLOSE_MS = 300000; // a browser allows six lines per host: a forgotten tab gives its own back
const LONGEST_PAUSE_MS = 15000;

let source = null;
let failures = 0;
let retryTimer = 0;
let hiddenTimer = 0;
let heardAt = -Infinity;
let openedAt = 0;
const listeners = new Set();

export const live = { board: null, stale: true, everHeard: false, lastUtcMs: 0, openings: 0 };

/** Calls back with each board and whenever staleness changes; returns how to end it. */
export function onLive(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function tell() {
    for (const listener of [...listeners]) listener(live);
}

function setStale(stale) {
    if (live.stale === stale) return;
    live.stale = stale;
    tell();
}

export function takeBoard(board) {
    heardAt = performance.now();
    failures = 0;
    setClock(board.clock);
    Object.assign(live, { board, stale: false, everHeard: true, lastUtcMs: board.clock.utc_ms });
    tell();
}

function onBoard(event) {
    try {
        takeBoard(JSON.parse(event.data));
    } catch {
        /* A torn event: the next one comes within five seconds. */
    }
}

function close() {
    clearTimeout(retryTimer);
    retryTimer = 0;
    source?.close();
    source = null;
}

function open() {
    close();
    openedAt = performance.now();
    source = new EventSource('/api/v1/board/stream');
    source.addEventListener('open', () => {
        live.openings += 1; // what was missed meanwhile must be asked for
    });
    source.addEventListener('board', onBoard);
    source.addEventListener('error', () => {
        // CONNECTING: the browser tries again by itself. CLOSED: it was refused and gave up.
        if (source?.readyState === EventSource.CLOSED) retryLater();
    });
}

function retryLater() {
    close();
    const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    retryTimer = setTimeout(open, pause);
}

function check() {
    const nowMs = performance.now();
    setStale(nowMs - heardAt > STALE_MS);
    // A line that is open and silent is dead, whatever the browser believes.
    if (source && nowMs - Math.max(heardAt, openedAt) > STALE_MS) retryLater();
}

function onVisibility() {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(close, HIDDEN_CLOSE_MS);
    else if (!source && !retryTimer) open();
}

export function startLive() {
    open();
    setInterval(check, 1000);
    document.addEventListener('visibilitychange', onVisibility);
    addEventListener('online', open);
    addEventListener('offline', () => {
        heardAt = -Infinity;
        check();
    });
    addEventListener('pagehide', close);
    addEventListener('pageshow', (event) => {
        if (event.persisted) open();
    });
}
