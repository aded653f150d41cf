// SPDX-License-Identifier: MIT
// The branch document as one page. Changes gather in a draft; nothing rules before it is published.
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, confirming, failure, loading, pageHead } from '../parts.js';
import { activeDocument } from './contents.js';
import { centralNotice } from './central.js';
import { changesTable } from './diff_view.js';
import { openDraft } from './draft.js';
import { editDesks } from './edit_desks.js';
import { editBranch, editHours, editRules } from './edit_rules.js';
import { editServices } from './edit_services.js';
import { editNotices, editRaw, editWall } from './edit_wall.js';
import { Form } from './fields.js';
import { pathText } from './paths.js';
import { outcomeWords, showPublish } from './publish.js';

const SECTIONS = ['desks', 'services', 'rules', 'hours', 'notices', 'wall', 'branch', 'raw'];

class Editor {
    constructor(place, draft) {
        Object.assign(this, { place, draft });
        this.top = el('div', { class: 'edit-top' });
        this.body = el('div', { class: 'edit-body' });
        this.bar = el('div', { class: 'draft-bar', role: 'region', 'aria-label': t('edit.draft') });
        draft.onChange(() => this.drawBar());
        replace(place, pageHead(t('nav.branch')), this.top, this.body, this.bar);
    }

    say(...what) {
        replace(this.top, ...what);
    }

    section(name) {
        const id = newId(name);
        const place = el('div', { class: 'edit-section-body' });
        const node = el(
            'section',
            {
                class: 'panel edit-section',
                id: `section-${name}`,
                tabindex: -1,
                'aria-labelledby': id,
            },
            el('h2', { id }, t(`section.${name}`)),
            place,
        );
        return { node, place };
    }

    index() {
        const jump = (name) => {
            const node = this.body.querySelector(`#section-${name}`);
            node.scrollIntoView({ block: 'start' });
            node.focus({ preventScroll: true });
        };
        return el(
            'nav',
            { class: 'edit-index', 'aria-label': t('edit.sections') },
            SECTIONS.map((name) =>
                button(t(`section.${name}`), () => jump(name), { class: 'link' }),
            ),
        );
    }

    draw() {
        const form = new Form(this.draft);
        this.form = form;
        const parts = Object.fromEntries(SECTIONS.map((name) => [name, this.section(name)]));
        const place = (name) => parts[name].place;
        replace(
            this.body,
            this.index(),
            Object.values(parts).map((part) => part.node),
        );
        editDesks(form, place('desks'));
        this.services = editServices(form, place('services'), () =>
            editDesks(form, place('desks')),
        );
        editRules(form, place('rules'));
        editHours(form, place('hours'));
        const list = el('div');
        place('notices').append(
            centralNotice(() => this.reload()),
            list,
        );
        editNotices(form, list);
        editWall(form, place('wall'));
        editBranch(form, place('branch'));
        editRaw(form, place('raw'), () => this.draw());
        this.drawBar();
        this.drawFaults();
    }

    drawBar() {
        const count = this.draft.changes().length;
        this.bar.hidden = count === 0 || Boolean(this.publishing);
        if (this.bar.hidden || this.bar.dataset.count === String(count)) return;
        this.bar.dataset.count = String(count);
        replace(
            this.bar,
            el(
                'p',
                null,
                el('strong', null, t('edit.changes', { n: count })),
                el('span', { class: 'quiet' }, ` ${t('edit.kept_here')}`),
            ),
            el(
                'div',
                { class: 'row' },
                confirming(
                    t('edit.discard'),
                    t('edit.discard_ask', { n: count }),
                    t('edit.discard_yes'),
                    () => this.discard(),
                    { class: 'link' },
                ),
                button(t('edit.review'), () => this.publish(), { class: 'primary' }),
            ),
        );
    }

    drawFaults() {
        const { faults } = this.draft;
        if (faults.length === 0) return;
        const item = (fault) => {
            const field = this.form.fieldFor(this.draft.ownPath(fault.path));
            const path = el('code', null, pathText(fault.path) || '{}');
            const words = [
                field ? button([path], () => this.goTo(fault), { class: 'link' }) : path,
                ' ',
                el('span', { lang: 'en' }, fault.reason),
            ];
            return el('li', null, words);
        };
        this.services.openAll();
        this.say(
            el(
                'div',
                { class: 'notice notice-bad faults', role: 'alert' },
                el(
                    'div',
                    null,
                    el('p', null, el('strong', null, t('edit.faults', { n: faults.length }))),
                    el('ul', null, faults.map(item)),
                ),
            ),
        );
        this.goTo(faults[0]);
    }

    goTo(fault) {
        const field = this.form.fieldFor(this.draft.ownPath(fault.path));
        for (let node = field?.node.parentElement; node; node = node.parentElement)
            if (node.tagName === 'DETAILS') node.open = true;
        field?.node.scrollIntoView({ block: 'center' });
        field?.focus.focus({ preventScroll: true });
    }

    async publish() {
        this.publishing = true;
        this.bar.hidden = true;
        this.draft.faults = [];
        this.say();
        replace(this.body, loading());
        const back = () => {
            this.publishing = false;
            this.bar.dataset.count = '';
            this.draw();
        };
        try {
            await showPublish(this.body, this.draft, {
                back,
                faulty: back,
                done: async (answer) => {
                    this.draft.discard();
                    await this.reload(outcomeWords(answer));
                },
            });
            scrollTo(0, 0);
        } catch (error) {
            replace(
                this.body,
                failure(error, () => this.publish()),
            );
        }
    }

    async discard() {
        this.draft.discard();
        await this.reload();
    }

    async reload(words) {
        this.draft.listeners.clear();
        await openEditor(this.place, words);
    }
}

function movedWords(draft, conflicts) {
    return el(
        'div',
        { class: 'notice notice-warn' },
        el('p', null, t('edit.moved', { version: draft.base.version })),
        conflicts.length > 0 && [
            el('p', null, t('edit.conflicts', { n: conflicts.length })),
            changesTable(conflicts),
        ],
    );
}

async function openEditor(place, words) {
    const active = await activeDocument();
    const { draft, moved, conflicts } = openDraft(active);
    const editor = new Editor(place, draft);
    editor.draw();
    if (words) editor.say(words);
    else if (moved) editor.say(movedWords(draft, conflicts));
    return editor;
}

export async function show(place, rest) {
    const editor = await openEditor(place);
    if (SECTIONS.includes(rest[0])) place.querySelector(`#section-${rest[0]}`)?.scrollIntoView();
    return {
        end() {
            editor.draft.save();
        },
    };
}
