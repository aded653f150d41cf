// SPDX-License-Identifier: MIT
// Publishing a draft: what changes, under which version, from when.
import { errorText } from '../api.js';
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, setBusy } from '../parts.js';
import { dateOf, longDate, now } from '../time.js';
import { freeVersion, publish, versions } from './contents.js';
import { changesTable } from './diff_view.js';
import { parsePath } from './paths.js';

const DAY_MS = 86400000;

function whenChoice() {
    const today = dateOf(now());
    const tomorrow = dateOf(now() + DAY_MS);
    const ids = [newId('now'), newId('later')];
    const day = el('input', {
        type: 'date',
        class: 'input',
        min: tomorrow,
        value: tomorrow,
        'aria-label': t('publish.day'),
    });
    const radio = (id, checked) => el('input', { type: 'radio', name: 'when', id, checked });
    const soon = radio(ids[0], true);
    const later = radio(ids[1], false);
    day.addEventListener('input', () => {
        later.checked = true;
    });
    const node = el(
        'fieldset',
        { class: 'when' },
        el('legend', null, t('publish.when')),
        el('span', { class: 'check' }, soon, el('label', { htmlFor: ids[0] }, t('publish.now'))),
        el(
            'span',
            { class: 'check' },
            later,
            el('label', { htmlFor: ids[1] }, t('publish.later')),
            day,
        ),
    );
    return { node, effective: () => (later.checked && day.value !== today ? day.value : '') };
}

/** What came of it, in words. */
export function outcomeWords(answer) {
    const words = t(`publish.done_${answer.status}`, {
        version: answer.version,
        day: longDate(answer.effective ?? ''),
    });
    const warnings = answer.warnings ?? [];
    return el(
        'div',
        { class: 'notice notice-good', role: 'status' },
        el('p', null, words),
        warnings.length > 0 &&
            el(
                'ul',
                { class: 'warnings', lang: 'en' },
                warnings.map((each) => el('li', null, each)),
            ),
    );
}

function versionField(value) {
    const id = newId('version');
    const input = el('input', { id, class: 'input', maxlength: 31, value, spellcheck: 'false' });
    return {
        input,
        node: el(
            'div',
            { class: 'field' },
            el('label', { htmlFor: id }, t('publish.version')),
            input,
        ),
    };
}

function layout(draft, version, when, trouble, buttons) {
    const changes = draft.changes();
    return el(
        'section',
        { class: 'panel publish' },
        el('h2', null, t('publish.title', { n: changes.length })),
        changesTable(changes),
        el('div', { class: 'publish-form' }, version.node, when.node),
        el('p', { class: 'hint' }, t(draft.base.approval ? 'publish.approval' : 'publish.effect')),
        trouble,
        el('div', { class: 'row' }, buttons),
    );
}

/** Draws into place; done(answer) after success, faulty() when the daemon named faults, back(). */
export async function showPublish(place, draft, { done, faulty, back }) {
    const version = versionField(freeVersion(await versions()));
    const when = whenChoice();
    const trouble = el('p', { class: 'trouble', role: 'alert' });
    const refused = (error) => {
        if (error.faults?.length > 0) {
            draft.faults = error.faults.map((fault) => ({ ...fault, path: parsePath(fault.path) }));
            faulty();
            return;
        }
        trouble.textContent = errorText(error);
        if (error.code === 'version_exists') version.input.focus();
    };
    const send = async () => {
        if (go.getAttribute('aria-disabled') === 'true') return;
        setBusy(go, true);
        trouble.textContent = '';
        const document = { ...draft.outgoing(), version: version.input.value.trim() };
        try {
            done(
                await publish(document, { effective: when.effective(), base: draft.base.version }),
            );
        } catch (error) {
            setBusy(go, false);
            refused(error);
        }
    };
    const go = button(t(draft.base.approval ? 'publish.propose' : 'publish.go'), send, {
        class: 'primary',
    });
    replace(
        place,
        layout(draft, version, when, trouble, [
            go,
            button(t('publish.back'), back, { class: 'link' }),
        ]),
    );
}
