// SPDX-License-Identifier: MIT
// The branch document as staff need it: names of services, papers, rules. Read again when the
// board names another version.
import { get } from './api.js';
import { inLanguage } from './i18n.js';
import { live } from './live.js';

const RULES = { recall_max: 2, recall_pause_s: 20, return_within_min: 15, overtake_max: 3 };
let loaded = null; // the document
let loadedFor; // the board's version when it was read
let reading = null;

async function read(version) {
    try {
        loaded = await get('/content');
        loadedFor = version;
    } catch {
        // The queue goes on without names of papers; tried again with the next visitor.
    } finally {
        reading = null;
    }
    return loaded;
}

/** The active document, or null while it cannot be had. */
export function loadContent() {
    const version = live.board?.content;
    if (loaded && loadedFor === version) return Promise.resolve(loaded);
    reading ??= read(version);
    return reading;
}

export function forgetContent() {
    loaded = null;
}

export const rules = () => ({ ...RULES, ...loaded?.rules });

export function serviceName(letter) {
    const service =
        live.board?.services.find((each) => each.service === letter) ??
        loaded?.services.find((each) => each.letter === letter);
    return service ? inLanguage(service.name_id, service.name_en) : letter;
}

export function services() {
    return (live.board?.services ?? []).map((each) => ({
        letter: each.service,
        name: inLanguage(each.name_id, each.name_en),
        waiting: each.waiting,
        desks: each.desks,
    }));
}

/** Papers of a service that visitors are told of: unverified ones are not. */
export function papers(letter) {
    const service = loaded?.services.find((each) => each.letter === letter);
    return (service?.documents ?? [])
        .filter((paper) => paper.status !== 'unverified')
        .map((paper) => ({
            key: paper.key,
            name: inLanguage(paper.id, paper.en),
            required: (paper.required ?? 'wajib') === 'wajib',
            when: paper.when_id ?? '',
        }));
}

/** Letters that a desk serves, by the branch document; null = not known. */
export function lettersOf(deskNumber) {
    const desk = loaded?.desks.find((each) => each.number === deskNumber);
    if (!desk) return null;
    return desk.services.includes('*') ? loaded.services.map((each) => each.letter) : desk.services;
}
