// SPDX-License-Identifier: MIT
// What differs between two branch documents, in words people use; and the same changes made to a
// third one. Things in lists are told apart by what names them (desk 3, service A), so that a desk
// that was taken away does not make all later ones look changed.
import { has, t } from '../i18n.js';
import { isList, isObject, same } from './paths.js';

const NAMES = ['number', 'letter', 'key', 'from', 'day', 'id', 'title_id', 'kind'];

/** One name for each item; where two have the same, the later one has its place added. */
function namesOf(list) {
    const names = [];
    (list ?? []).forEach((item, i) => {
        const key = NAMES.find((each) => item?.[each] !== undefined);
        const name = key ? String(item[key]) : String(i + 1);
        names.push(names.includes(name) ? `${name} #${i + 1}` : name);
    });
    return names;
}

function byName(list) {
    const names = namesOf(list);
    return new Map((list ?? []).map((item, i) => [names[i], item]));
}

function compareLists(before, after, steps, found) {
    const old = byName(before);
    const fresh = byName(after);
    for (const [name, item] of old)
        if (!fresh.has(name))
            found.push({ kind: 'removed', steps: [...steps, { name }], before: item });
    for (const [name, item] of fresh) {
        if (!old.has(name)) found.push({ kind: 'added', steps: [...steps, { name }], after: item });
        else compare(old.get(name), item, [...steps, { name }], found);
    }
}

function compareObjects(before, after, steps, found) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
        compare(before[key], after[key], [...steps, key], found);
}

function compare(before, after, steps, found) {
    if (same(before, after)) return;
    const lists = isList(before) || isList(after);
    if (lists && Array.isArray(before ?? []) && Array.isArray(after ?? []))
        compareLists(before, after, steps, found);
    else if (isObject(before) && isObject(after)) compareObjects(before, after, steps, found);
    else if (before === undefined) found.push({ kind: 'added', steps, after });
    else if (after === undefined) found.push({ kind: 'removed', steps, before });
    else found.push({ kind: 'changed', steps, before, after });
}

/** [{kind: added|removed|changed, steps, before, after}]; the version itself is not listed. */
export function differences(before, after) {
    const found = [];
    compareObjects({ ...before, version: '' }, { ...after, version: '' }, [], found);
    return found;
}

/** "Loket 3 › Arah" */
export function stepsWords(steps) {
    const words = [];
    steps.forEach((step, i) => {
        if (typeof step === 'string') {
            const next = steps[i + 1];
            if (typeof next !== 'object') words.push(has(`doc.${step}`) ? t(`doc.${step}`) : step);
        } else {
            const list = steps[i - 1];
            words.push(
                has(`item.${list}`)
                    ? t(`item.${list}`, { name: step.name })
                    : `${list} ${step.name}`,
            );
        }
    });
    return words.join(' › ');
}

/** The path as the document writes it, for those who know it. */
export const stepsPath = (steps) =>
    steps.reduce((text, step) => {
        if (typeof step === 'object')
            return `${text}[${step.name.length > 24 ? `${step.name.slice(0, 24)}…` : step.name}]`;
        return text ? `${text}.${step}` : step;
    }, '');

export function valueWords(value) {
    if (value === undefined || value === null || value === '') return '–';
    if (value === true || value === false) return t(value ? 'common.yes' : 'common.no');
    if (Array.isArray(value) && !isList(value))
        return value
            .map((item) => item ?? '–')
            .join(value.length === 2 && /^\d\d:/.test(value[0]) ? '–' : ', ');
    if (isObject(value) || Array.isArray(value)) return summary(value);
    return String(value);
}

function summary(value) {
    if (Array.isArray(value)) return value.map(valueWords).join('; ');
    return Object.entries(value)
        .filter(([key]) => !/^(_|note|source)/.test(key))
        .map(
            ([key, each]) =>
                `${has(`doc.${key}`) ? t(`doc.${key}`) : key}: ${isList(each) ? each.length : valueWords(each)}`,
        )
        .join(', ');
}

const indexIn = (list, name) => namesOf(list).indexOf(name);

/** Where a difference is made in `document`: {place, key}; null when its surroundings are gone. */
function locate(document, steps) {
    let place = document;
    for (const step of steps.slice(0, -1)) {
        const key = typeof step === 'object' ? indexIn(place, step.name) : step;
        place = place?.[key];
        if (place === undefined || place === null) return null;
    }
    return { place, last: steps.at(-1) };
}

function changeItem({ kind, before, after }, list, name) {
    const at = indexIn(list, name);
    if (kind === 'added') {
        if (at >= 0) return same(list[at], after);
        list.push(after);
        return true;
    }
    if (at < 0) return true;
    if (!same(list[at], before)) return false;
    list.splice(at, 1);
    return true;
}

function changeOne(document, change) {
    const found = locate(document, change.steps);
    if (!found) return false;
    const { place, last } = found;
    if (typeof last === 'object') return changeItem(change, place, last.name);
    if (!same(place[last], change.before) && !same(place[last], change.after)) return false;
    if (change.after === undefined) delete place[last];
    else place[last] = structuredClone(change.after);
    return true;
}

/** Makes the same changes to another document; returns {document, conflicts}. */
export function transplant(changes, onto) {
    const document = structuredClone(onto);
    const conflicts = changes.filter((change) => !changeOne(document, change));
    return { document, conflicts };
}
