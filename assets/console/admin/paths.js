// SPDX-License-Identifier: MIT
// Places in a branch document: ["desks", 2, "number"] is "desks[2].number".

export function pathText(path) {
    return path.reduce((text, step) => {
        if (typeof step === 'number') return `${text}[${step}]`;
        return text ? `${text}.${step}` : step;
    }, '');
}

export function parsePath(text) {
    return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) =>
        match[1] === undefined ? match[0] : Number(match[1]),
    );
}

export function valueAt(document, path) {
    return path.reduce((value, step) => value?.[step], document);
}

/** undefined takes the key away; objects on the way are made. */
export function setAt(document, path, value) {
    const last = path.at(-1);
    let place = document;
    path.slice(0, -1).forEach((step, i) => {
        if (place[step] === undefined || place[step] === null)
            place[step] = typeof path[i + 1] === 'number' ? [] : {};
        place = place[step];
    });
    if (value === undefined) delete place[last];
    else place[last] = value;
}

export const isObject = (value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value);
/** Lists of things (desks, notices) as opposed to lists of words (letters). */
export const isList = (value) => Array.isArray(value) && value.some(isObject);

export function same(a, b) {
    if (a === b) return true;
    if (Array.isArray(a) && Array.isArray(b))
        return a.length === b.length && a.every((item, i) => same(item, b[i]));
    if (!isObject(a) || !isObject(b)) return false;
    const keys = Object.keys(a);
    return (
        keys.length === Object.keys(b).length &&
        keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
    );
}
