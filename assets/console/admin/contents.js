// SPDX-License-Identifier: MIT
// Branch documents over the interface: the active one, versions, a new one.
import { get, put } from '../api.js';
import { forgetContent } from '../content.js';
import { dateOf, now } from '../time.js';

export const activeDocument = () => get('/content');
export const versions = () => get('/content/versions');
export const documentOf = (version) => get(`/content/versions/${encodeURIComponent(version)}`);

/** The day as a version, with a number behind it when it is taken. */
export function freeVersion(list, day = dateOf(now())) {
    const taken = new Set(list.map((each) => each.version));
    for (let n = 1; ; n += 1) {
        const name = n === 1 ? day : `${day}.${n}`;
        if (!taken.has(name)) return name;
    }
}

/** effective: a later day, or "" for now. base: the version the change began from, so that nobody
 * overwrites what somebody else published meanwhile. */
export async function publish(document, { effective = '', base = '' } = {}) {
    const query = new URLSearchParams();
    if (effective) query.set('effective', effective);
    if (base) query.set('base', base);
    const answer = await put(`/content?${query}`, document);
    forgetContent();
    return answer;
}
