// SPDX-License-Identifier: MIT
// A branch document being edited. What was changed stays in this browser until it is published
// or thrown away; each field can be put back to what rules now. Things taken away are only marked,
// so that every index means the same in the draft and in the document it began from.
import { remember, remembered } from '../store.js';
import { differences, transplant } from './diff.js';
import { isObject, same, setAt, valueAt } from './paths.js';

const STORE = 'draft';
const GONE = '__gone';
const SAVE_MS = 400;

export const isGone = (item) => Boolean(item?.[GONE]);

function outgoing(value) {
    if (Array.isArray(value)) return value.filter((item) => !isGone(item)).map(outgoing);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, outgoing(each)]));
}

export class Draft {
    constructor(base, document = structuredClone(base)) {
        this.base = base;
        this.document = document;
        this.faults = [];
        this.listeners = new Set();
    }

    get(path) {
        return valueAt(this.document, path);
    }

    was(path) {
        return valueAt(this.base, path);
    }

    set(path, value) {
        setAt(this.document, path, value);
        this.touched();
    }

    isChanged(path) {
        return !same(this.get(path), this.was(path));
    }

    revert(path) {
        this.set(path, structuredClone(this.was(path)));
    }

    add(path, item) {
        if (!Array.isArray(this.get(path))) setAt(this.document, path, []);
        this.get(path).push(item);
        this.touched();
    }

    isNew(path) {
        return this.was(path) === undefined;
    }

    take(path) {
        const at = path.at(-1);
        if (this.isNew(path)) this.get(path.slice(0, -1)).splice(at, 1);
        else this.get(path)[GONE] = true;
        this.touched();
    }

    putBack(path) {
        delete this.get(path)[GONE];
        this.touched();
    }

    /** The document as it would be sent. */
    outgoing() {
        return outgoing(this.document);
    }

    changes() {
        return differences(this.base, this.outgoing());
    }

    /** The draft's own path of a fault that the daemon found in what was sent. */
    ownPath(path) {
        let place = this.document;
        return path.map((step) => {
            let own = step;
            if (typeof step === 'number' && Array.isArray(place)) {
                const kept = place.map((item, i) => i).filter((i) => !isGone(place[i]));
                own = kept[step] ?? step;
            }
            place = place?.[own];
            return own;
        });
    }

    /** A whole document in place of this one (raw JSON). */
    replace(document) {
        this.document = document;
        this.touched();
    }

    onChange(listener) {
        this.listeners.add(listener);
    }

    touched() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.save(), SAVE_MS);
        for (const listener of this.listeners) listener(this);
    }

    save() {
        remember(
            STORE,
            this.changes().length > 0 ? { base: this.base, document: this.document } : null,
        );
    }

    discard() {
        clearTimeout(this.timer);
        if (current === this) current = null;
        remember(STORE, null);
    }
}

/** The one that is open: a page that is left within the pause before saving saves at once. */
let current = null;
addEventListener('pagehide', () => current?.save());

/** The kept draft, or a new one. When another version rules by now, the draft's changes are made to
 * that one; what both changed is listed in `conflicts` and left as it rules. */
export function openDraft(active) {
    const opened = read(active);
    current = opened.draft;
    return opened;
}

function read(active) {
    const stored = remembered(STORE, null);
    if (!stored) return { draft: new Draft(active), moved: false, conflicts: [] };
    if (stored.base.version === active.version)
        return { draft: new Draft(stored.base, stored.document), moved: false, conflicts: [] };
    const changes = new Draft(stored.base, stored.document).changes();
    const { document, conflicts } = transplant(changes, active);
    const draft = new Draft(active, document);
    draft.save();
    return { draft, moved: true, conflicts };
}
