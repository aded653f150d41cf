// SPDX-License-Identifier: MIT
// Words of the console: Indonesian first, English beside it. All of them stand in lang/*.json.
import { remember, remembered } from './store.js';

export const LANGUAGES = ['id', 'en'];
let words = {};
let current = 'id';

export function language() {
    return current;
}

export async function loadLanguage(wanted = remembered('language', 'id')) {
    const next = LANGUAGES.includes(wanted) ? wanted : 'id';
    const answer = await fetch(`lang/${next}.json`);
    if (!answer.ok) throw new Error(`lang/${next}.json: ${answer.status}`);
    words = await answer.json();
    current = next;
    document.documentElement.lang = next;
    remember('language', next);
}

export function has(key) {
    return Object.hasOwn(words, key);
}

/** t('desk.named', {desk: 2}); n = 1 takes "key.one" where there is one. */
export function t(key, values = {}) {
    const one = `${key}.one`;
    const text = values.n === 1 && has(one) ? words[one] : words[key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) =>
        values[name] === undefined ? whole : String(values[name]),
    );
}

/** A text that the branch wrote in two languages. */
export function inLanguage(id, en) {
    return (current === 'en' ? en || id : id || en) || '';
}

const number = (digits) =>
    new Intl.NumberFormat(current === 'en' ? 'en' : 'id', {
        maximumFractionDigits: digits,
        minimumFractionDigits: digits,
    });

export function figure(value, digits = 0) {
    return value === null || value === undefined ? '–' : number(digits).format(value);
}

export function percent(share, digits = 0) {
    return share === null || share === undefined ? '–' : `${figure(share * 100, digits)} %`;
}
