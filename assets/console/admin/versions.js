// SPDX-License-Identifier: MIT
// Versions of the branch document: who, when, from when; compare, approve, reject, roll back.
import { post } from '../api.js';
import { forgetContent } from '../content.js';
import { el, newId, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button, chip, confirming, empty, failure, loading, pageHead, worker } from '../parts.js';
import { session } from '../session.js';
import { longDate, moment } from '../time.js';
import { documentOf, versions } from './contents.js';
import { diffTable } from './diff_view.js';
import { outcomeWords } from './publish.js';

const KINDS = {
    active: 'good',
    planned: 'info',
    proposed: 'warn',
    former: 'plain',
    rejected: 'bad',
};

const act = (version, what) => post(`/content/versions/${encodeURIComponent(version)}/${what}`, {});

function decisions(each, run) {
    const mine = (each.asked_by || each.who) === session.user;
    if (each.status === 'proposed')
        return [
            mine
                ? el('span', { class: 'quiet' }, t('versions.second_person'))
                : worker(t('versions.approve'), () => run('approve')),
            confirming(
                t('versions.reject'),
                t('versions.reject_ask', { version: each.version }),
                t('versions.reject'),
                () => run('reject'),
            ),
        ];
    if (each.status === 'former')
        return [
            confirming(
                t('versions.back'),
                t('versions.back_ask', { version: each.version }),
                t('versions.back_yes'),
                () => run('activate'),
            ),
        ];
    if (each.status === 'planned')
        return [
            confirming(
                t('versions.cancel'),
                t('versions.cancel_ask', { version: each.version }),
                t('versions.cancel_yes'),
                () => run('reject'),
            ),
            confirming(
                t('versions.now'),
                t('versions.now_ask', { version: each.version }),
                t('versions.now_yes'),
                () => run('activate'),
            ),
        ];
    return [];
}

function who(each) {
    const parts = [t('versions.by', { who: each.who || '–', when: moment(each.at_utc_ms) })];
    if (each.approved_by) parts.push(t('versions.approved_by', { who: each.approved_by }));
    return parts.join(' · ');
}

function card(each, list, reload) {
    const active = list.find((other) => other.status === 'active');
    const place = el('div', { class: 'version-diff' });
    const compare = async (other) => {
        replace(place, loading());
        try {
            const [before, after] = await Promise.all([
                documentOf(other),
                documentOf(each.version),
            ]);
            replace(
                place,
                el('h3', null, t('versions.compared', { before: other, after: each.version })),
                diffTable(before, after),
            );
        } catch (error) {
            replace(
                place,
                failure(error, () => compare(other)),
            );
        }
    };
    const id = newId('other');
    const others = list.filter((other) => other !== each);
    const choice = el(
        'select',
        { class: 'input', id },
        others.map((other) => el('option', { value: other.version }, other.version)),
    );
    const previous = list[list.indexOf(each) + 1];
    choice.value = (each === active ? previous : active)?.version ?? others[0]?.version ?? '';
    const run = async (what) => reload(outcomeWords(await act(each.version, what)));
    return el(
        'li',
        { class: 'panel version' },
        el(
            'div',
            { class: 'version-head' },
            el('h2', null, each.version),
            chip(t(`version.${each.status}`), KINDS[each.status]),
            el(
                'span',
                { class: 'quiet' },
                each.effective ? t('versions.effective', { day: longDate(each.effective) }) : '',
            ),
        ),
        el('p', { class: 'quiet' }, who(each)),
        el(
            'div',
            { class: 'row' },
            others.length > 0 && [
                el('label', { htmlFor: id }, t('versions.compare')),
                choice,
                button(t('versions.show'), () => compare(choice.value)),
            ],
            decisions(each, run),
        ),
        place,
    );
}

async function draw(place, words) {
    const reload = async (said) => {
        forgetContent();
        await draw(place, said);
    };
    const list = await versions();
    replace(
        place,
        pageHead(t('nav.versions')),
        el('p', { class: 'quiet lead' }, t('versions.lead')),
        words,
        list.length === 0
            ? empty(t('versions.none'), '')
            : el(
                  'ul',
                  { class: 'versions' },
                  list.map((each) => card(each, list, reload)),
              ),
    );
}

export async function show(place) {
    await draw(place);
    return {};
}
