// SPDX-License-Identifier: MIT
// Fields bound to places of the draft. Each shows whether it was changed, can be put back, and
// carries the fault that the daemon found at its path.
import { el, newId, replace, setText } from '../dom.js';
import { t } from '../i18n.js';
import { pathText } from './paths.js';
import { valueWords } from './diff.js';

function undoButton(draft, path, label, refresh) {
    return el(
        'button',
        {
            type: 'button',
            class: 'button link undo',
            title: t('edit.undo', { value: valueWords(draft.was(path)) }),
            'aria-label': t('edit.undo_field', {
                field: label,
                value: valueWords(draft.was(path)),
            }),
            on: {
                click() {
                    draft.revert(path);
                    refresh();
                },
            },
        },
        '↺',
    );
}

export class Form {
    constructor(draft) {
        this.draft = draft;
        this.fields = new Map(); // path text -> {node, control, showFault}
        this.found = new Map(
            draft.faults.map((fault) => [pathText(draft.ownPath(fault.path)), fault.reason]),
        );
    }

    /** control: {node, focus, refresh()}; refresh shows what the draft holds. */
    wrap(path, label, control, { hint, wide, unlabelled } = {}) {
        const { draft } = this;
        const fault = el('p', { class: 'field-fault', lang: 'en' });
        const undo = el('span', { class: 'undo-place' });
        const node = el(
            'div',
            { class: `edit-field ${wide ? 'wide' : ''}` },
            el(
                'span',
                { class: 'edit-label' },
                unlabelled
                    ? el('span', null, label)
                    : el('label', { htmlFor: control.focus.id }, label),
                undo,
            ),
            control.node,
            hint && el('span', { class: 'hint' }, hint),
            fault,
        );
        const refresh = () => {
            const changed = draft.isChanged(path) && !draft.isNew(path.slice(0, -1));
            node.classList.toggle('changed', changed);
            replace(
                undo,
                changed &&
                    undoButton(draft, path, label, () => {
                        control.refresh();
                        refresh();
                        control.focus.focus();
                    }),
            );
        };
        control.changed = () => {
            this.clearFault(path);
            refresh();
        };
        const showFault = (reason) => {
            setText(fault, reason);
            control.focus.setAttribute('aria-invalid', String(Boolean(reason)));
            if (reason) {
                fault.id ||= newId('fault');
                control.focus.setAttribute('aria-describedby', fault.id);
            }
        };
        this.fields.set(pathText(path), { node, focus: control.focus, showFault });
        refresh();
        showFault(this.found.get(pathText(path)) ?? '');
        return node;
    }

    clearFault(path) {
        this.found.delete(pathText(path));
        this.fields.get(pathText(path))?.showFault('');
    }

    /** An <input>; read(text) gives the value to keep, show(value) the text. */
    input(
        path,
        label,
        props,
        { read = (text) => text, show = (value) => value ?? '', hint, wide } = {},
    ) {
        const id = newId('edit');
        const input = el('input', { class: 'input', id, spellcheck: 'false', ...props });
        const control = {
            node: input,
            focus: input,
            refresh: () => {
                input.value = String(show(this.draft.get(path)));
            },
        };
        input.addEventListener('input', () => {
            this.draft.set(path, read(input.value));
            control.changed();
        });
        control.refresh();
        return this.wrap(path, label, control, { hint, wide });
    }

    text(path, label, { max, optional, hint, wide, ...props } = {}) {
        return this.input(
            path,
            label,
            { maxlength: max, ...props },
            { read: (text) => (optional && text === '' ? undefined : text), hint, wide },
        );
    }

    /** What is no number is kept as it was typed: the daemon says what is wrong with it. */
    number(path, label, { fallback, hint, unit, ...props } = {}) {
        const read = (text) => {
            if (text.trim() === '') return undefined;
            const value = Number(text.replace(',', '.'));
            return Number.isFinite(value) ? value : text;
        };
        const node = this.input(
            path,
            unit ? `${label} (${unit})` : label,
            {
                inputmode: 'decimal',
                class: 'input number-field',
                placeholder: fallback === undefined ? undefined : String(fallback),
                ...props,
            },
            { read, hint },
        );
        return node;
    }

    choose(path, label, options, fallback) {
        const id = newId('edit');
        const select = el(
            'select',
            { class: 'input', id },
            options.map(([value, words]) => el('option', { value }, words)),
        );
        const control = {
            node: select,
            focus: select,
            refresh: () => {
                select.value = String(this.draft.get(path) ?? fallback);
            },
        };
        select.addEventListener('change', () => {
            this.draft.set(path, select.value);
            control.changed();
        });
        control.refresh();
        return this.wrap(path, label, control);
    }

    flag(path, label, fallback, hint) {
        const id = newId('edit');
        const box = el('input', { type: 'checkbox', id });
        const control = {
            node: el(
                'span',
                { class: 'check' },
                box,
                el('label', { htmlFor: id }, t('common.yes')),
            ),
            focus: box,
            refresh: () => {
                box.checked = this.draft.get(path) ?? fallback;
            },
        };
        box.addEventListener('change', () => {
            this.draft.set(path, box.checked);
            control.changed();
        });
        control.refresh();
        box.setAttribute('aria-label', label);
        return this.wrap(path, label, control, { hint, unlabelled: true });
    }

    /** Any other control: {node, focus, refresh}. It calls control.changed() after it changed the draft. */
    custom(path, label, control, options) {
        return this.wrap(path, label, control, { unlabelled: true, ...options });
    }

    /** Faults without a field of their own: the next field around or below them stands in. */
    fieldFor(path) {
        const text = pathText(path);
        if (this.fields.has(text)) return this.fields.get(text);
        for (let length = path.length - 1; length > 0; length -= 1) {
            const outer = this.fields.get(pathText(path.slice(0, length)));
            if (outer) return outer;
        }
        return [...this.fields].find(([each]) => each.startsWith(text))?.[1] ?? null;
    }
}
