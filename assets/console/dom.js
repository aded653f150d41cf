// SPDX-License-Identifier: MIT
// Elements from data. Text is only ever set as text: nothing that a visitor, an admin or the
// server wrote can become markup.

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set([
    'value',
    'checked',
    'selected',
    'disabled',
    'htmlFor',
    'indeterminate',
    'open',
    'hidden',
]);

function setOne(node, name, value) {
    if (value === undefined || value === null) return;
    if (name === 'on') {
        for (const [event, listener] of Object.entries(value))
            node.addEventListener(event, listener);
    } else if (name === 'data') {
        for (const [key, text] of Object.entries(value)) node.dataset[key] = text;
    } else if (name === 'class') {
        node.setAttribute('class', value);
    } else if (PROPERTIES.has(name)) {
        node[name] = value;
    } else if (value !== false) {
        node.setAttribute(name, value === true ? '' : value);
    }
}

function fill(node, props, children) {
    // A select knows its value only once it has its options.
    const { value, ...rest } = props ?? {};
    for (const [name, each] of Object.entries(rest)) setOne(node, name, each);
    const kept = children
        .flat(Infinity)
        .filter(
            (child) => child !== null && child !== undefined && child !== false && child !== '',
        );
    node.append(...kept);
    setOne(node, 'value', value);
    return node;
}

/** el('p', {class: 'quiet', on: {click}}, 'text', child, [more], null) */
export function el(tag, props, ...children) {
    return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
    return fill(document.createElementNS(SVG, tag), props, children);
}

export function replace(node, ...children) {
    node.replaceChildren();
    return fill(node, null, children);
}

let lastId = 0;
export function newId(prefix) {
    lastId += 1;
    return `${prefix}-${lastId}`;
}

/** Sets text only when it changes: a screen reader then does not read it again. */
export function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

export function toggleAttribute(node, name, on) {
    if (on) node.setAttribute(name, 'true');
    else node.removeAttribute(name);
}
