// SPDX-License-Identifier: MIT
// Branch time. The board says what time it is in the branch and how fast it passes; this PC's
// own clock and time zone are never shown.
import { el } from './dom.js';
import { language, t } from './i18n.js';

const MINUTE = 60000;
let clock = { utc_ms: Date.now(), utc_offset_min: 420, speed: 1 };
let heardAt = performance.now();
let known = false;

export function setClock(next) {
    const first = !known;
    clock = next;
    known = true;
    if (first) refresh(); // not a second later
    heardAt = performance.now();
}

export function now() {
    return clock.utc_ms + (performance.now() - heardAt) * clock.speed;
}

const two = (value) => String(value).padStart(2, '0');
const local = (utcMs) => new Date(utcMs + clock.utc_offset_min * MINUTE);

/** "10.05" or, in English, "10:05". */
export function hourMinute(utcMs) {
    const date = local(utcMs);
    return `${two(date.getUTCHours())}${language() === 'en' ? ':' : '.'}${two(date.getUTCMinutes())}`;
}

/** "15:00" of a document as the reader writes it. */
export function clockWords(text) {
    return language() === 'en' ? text : text.replace(':', '.');
}

/** "2026-11-22", the branch's date. */
export function dateOf(utcMs) {
    return local(utcMs).toISOString().slice(0, 10);
}

/** "2026-11-22T15:00": the branch's own time, as the branch document writes it. */
export function localText(utcMs) {
    return local(utcMs).toISOString().slice(0, 16);
}

/** 0 = Monday. */
export function weekday(utcMs) {
    return (local(utcMs).getUTCDay() + 6) % 7;
}

export function longDate(text) {
    const date = new Date(`${text}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return text || '–';
    return new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'id', {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
    }).format(date);
}

/** Date and time for lists: "22 Nov 10.05". */
export function moment(utcMs) {
    if (!utcMs) return '–';
    const day = new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'id', {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
    }).format(local(utcMs));
    return `${day} ${hourMinute(utcMs)}`;
}

/** mm:ss, from an hour on h:mm:ss. */
export function ticking(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return hours > 0 ? `${hours}:${rest}` : rest;
}

/** "12 mnt", "1 j 05 mnt". */
export function span(ms) {
    const minutes = Math.max(0, Math.floor(ms / MINUTE));
    if (minutes < 60) return t('time.minutes', { n: minutes });
    return t('time.hours', { hours: Math.floor(minutes / 60), minutes: two(minutes % 60) });
}

const FORMATS = {
    ticking: (node) => ticking(now() - Number(node.dataset.since)),
    span: (node) => span(now() - Number(node.dataset.since)),
    clock: () => (known ? hourMinute(now()) : '–'),
};

/** A text that keeps itself up to date: format is ticking, span or clock. */
export function live(format, sinceUtcMs, props = {}) {
    const node = el('time', { ...props, data: { live: format, since: String(sinceUtcMs ?? 0) } });
    node.textContent = FORMATS[format](node);
    return node;
}

/** Calls back with each second; returns how to end it. */
const listeners = new Set();
export function onSecond(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function refresh() {
    for (const node of document.querySelectorAll('[data-live]')) {
        const text = FORMATS[node.dataset.live](node);
        if (node.textContent !== text) node.textContent = text;
    }
}

setInterval(() => {
    refresh();
    for (const listener of [...listeners]) listener();
}, 1000);
