// SPDX-License-Identifier: MIT
// Who may sign in: officers and admins, their rights and one-time PINs.
import { errorText, get, post, put } from '../api.js';
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, chip, confirming, pageHead, table, worker } from '../parts.js';
import { session } from '../session.js';
import { moment } from '../time.js';

const route = (user) => `/users/${encodeURIComponent(user)}`;

/** The one time that this PIN is shown. */
function pinNotice(user, pin, done) {
    return el(
        'div',
        { class: 'notice notice-warn once', role: 'status' },
        el(
            'div',
            null,
            el('p', null, t('users.pin_for', { user })),
            el('p', { class: 'once-pin' }, pin),
            el('p', null, t('users.pin_once')),
        ),
        button(t('users.pin_noted'), done),
    );
}

class Users {
    constructor(place) {
        this.said = el('div');
        this.list = el('div');
        this.trouble = el('p', { class: 'trouble', role: 'alert' });
        replace(place, pageHead(t('nav.users')), this.said, this.trouble, this.adder(), this.list);
    }

    showPin(user, pin) {
        replace(
            this.said,
            pinNotice(user, pin, () => this.said.replaceChildren()),
        );
        this.said.scrollIntoView({ block: 'nearest' });
    }

    adder() {
        const ids = [newId('name'), newId('role'), newId('call')];
        const name = el('input', {
            id: ids[0],
            class: 'input',
            maxlength: 24,
            autocapitalize: 'none',
            autocomplete: 'off',
            spellcheck: 'false',
        });
        const role = el(
            'select',
            { id: ids[1], class: 'input' },
            ['officer', 'admin'].map((each) => el('option', { value: each }, t(`role.${each}`))),
        );
        const call = el('input', { id: ids[2], type: 'checkbox' });
        const add = async () => {
            const user = name.value.trim().toLowerCase();
            const answer = await post('/users', { user, role: role.value, may_call: call.checked });
            name.value = '';
            this.showPin(user, answer.pin);
            await this.load();
        };
        const go = worker(t('users.add'), add, { class: 'primary' });
        return el(
            'form',
            {
                class: 'panel adder',
                on: {
                    submit: (event) => {
                        event.preventDefault();
                        go.querySelector('button').click();
                    },
                },
            },
            el('div', { class: 'field' }, el('label', { htmlFor: ids[0] }, t('users.name')), name),
            el('div', { class: 'field' }, el('label', { htmlFor: ids[1] }, t('users.role')), role),
            el(
                'span',
                { class: 'check' },
                call,
                el('label', { htmlFor: ids[2] }, t('users.may_call')),
            ),
            go,
            el('p', { class: 'hint' }, t('users.name_rule')),
        );
    }

    /** Changes one thing of one user; a refusal puts the control back. */
    async change(user, what, restore) {
        this.trouble.textContent = '';
        try {
            await put(route(user), what);
            await this.load();
        } catch (error) {
            this.trouble.textContent = errorText(error);
            restore?.();
        }
    }

    roleOf(each) {
        const select = el(
            'select',
            {
                class: 'input',
                'aria-label': t('users.role_of', { user: each.user }),
                value: each.role,
                on: {
                    change: () =>
                        this.change(each.user, { role: select.value }, () => {
                            select.value = each.role;
                        }),
                },
            },
            ['officer', 'admin'].map((role) => el('option', { value: role }, t(`role.${role}`))),
        );
        return select;
    }

    callOf(each) {
        if (each.role === 'admin') return el('span', { class: 'quiet' }, t('users.always'));
        const box = el('input', {
            type: 'checkbox',
            checked: each.may_call,
            'aria-label': t('users.call_of', { user: each.user }),
            on: {
                change: () =>
                    this.change(each.user, { may_call: box.checked }, () => {
                        box.checked = each.may_call;
                    }),
            },
        });
        return el(
            'span',
            { class: 'check' },
            box,
            el('span', { class: 'phone-only', 'aria-hidden': 'true' }, t('users.may_call')),
        );
    }

    acts(each) {
        const reset = confirming(
            t('users.reset'),
            t('users.reset_ask', { user: each.user }),
            t('users.reset_yes'),
            async () => {
                const answer = await post(`${route(each.user)}/reset-pin`, {});
                this.showPin(each.user, answer.pin);
                await this.load();
            },
            { class: 'small' },
        );
        const own = each.user === session.user;
        const active = each.active
            ? confirming(
                  t('users.disable'),
                  t(own ? 'users.disable_self' : 'users.disable_ask', { user: each.user }),
                  t('users.disable'),
                  async () => {
                      await put(route(each.user), { active: false });
                      await this.load();
                  },
                  { class: 'small' },
              )
            : worker(
                  t('users.enable'),
                  async () => {
                      await put(route(each.user), { active: true });
                      await this.load();
                  },
                  { class: 'small' },
              );
        return el('div', { class: 'row' }, each.active && reset, active);
    }

    state(each) {
        if (!each.active) return chip(t('users.disabled'), 'bad');
        return each.must_change
            ? chip(t('users.must_change'), 'warn')
            : chip(t('users.active'), 'good');
    }

    async load() {
        const { users } = await get('/users');
        const rows = users.map((each) => ({
            class: each.active ? '' : 'off',
            cells: [
                el('strong', null, each.user),
                this.roleOf(each),
                this.callOf(each),
                this.state(each),
                moment(each.changed_utc_ms),
                this.acts(each),
            ],
        }));
        replace(
            this.list,
            el(
                'div',
                { class: 'panel' },
                table(
                    t('nav.users'),
                    [
                        t('users.name'),
                        t('users.role'),
                        t('users.may_call'),
                        t('users.state'),
                        t('users.changed'),
                        t('users.acts'),
                    ],
                    rows,
                    { class: 'users' },
                ),
            ),
        );
    }
}

export async function show(place) {
    const users = new Users(place);
    await users.load();
    return {};
}
