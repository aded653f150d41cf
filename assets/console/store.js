// SPDX-License-Identifier: MIT
// What this browser remembers. A browser that refuses storage works, it only forgets.

function reader(storage) {
    return (key, fallback) => {
        try {
            const text = storage().getItem(`loket.${key}`);
            return text === null ? fallback : JSON.parse(text);
        } catch {
            return fallback;
        }
    };
}

function writer(storage) {
    return (key, value) => {
        try {
            if (value === null || value === undefined) storage().removeItem(`loket.${key}`);
            else storage().setItem(`loket.${key}`, JSON.stringify(value));
            return true;
        } catch {
            return false;
        }
    };
}

/** For this browser. */
export const remembered = reader(() => localStorage);
export const remember = writer(() => localStorage);
/** For this tab. */
export const kept = reader(() => sessionStorage);
export const keep = writer(() => sessionStorage);
