// SPDX-License-Identifier: MIT
// Which desk am I sitting at?
import { errorText, post } from '../api.js';
import { serviceName } from '../content.js';
import { el, replace, setText } from '../dom.js';
import { t } from '../i18n.js';
import { live, onLive } from '../live.js';
import { deskMark } from '../marks.js';
import { chip, empty, loading, pageHead, setBusy } from '../parts.js';

const KINDS = { open: 'good', paused: 'warn', closed: 'plain' };

function stateWords(desk) {
    if (desk.serving) return t('choice.serving', { ticket: desk.serving });
    return t(`choice.${desk.state}`);
}

function servedBy(number) {
    const letters = live.board.services
        .filter((service) => service.desks.includes(number))
        .map((service) => service.service);
    return letters.length === live.board.services.length
        ? t('choice.all_services')
        : letters.map(serviceName).join(', ');
}

function row(desk, trouble, choose) {
    const act = async () => {
        setBusy(node, true);
        try {
            if (desk.state === 'closed') await post(`/desks/${desk.desk}/open`);
            choose(desk.desk);
        } catch (error) {
            setText(trouble, errorText(error));
            setBusy(node, false);
        }
    };
    const node = el(
        'button',
        { type: 'button', class: 'desk-choice', on: { click: act } },
        deskMark(desk, 44),
        el(
            'span',
            { class: 'desk-choice-words' },
            el('strong', null, t('desk.named', { desk: desk.desk })),
            el('span', { class: 'quiet' }, stateWords(desk)),
            desk.state !== 'closed' && el('span', { class: 'quiet' }, servedBy(desk.desk)),
        ),
        chip(t(`desk.${desk.state}`), KINDS[desk.state]),
        el(
            'span',
            { class: 'desk-choice-act' },
            desk.state === 'closed' ? t('choice.open_it') : t('choice.use'),
        ),
    );
    return node;
}

export function showChoice(place, choose, remembered) {
    const trouble = el('p', { class: 'trouble', role: 'alert' });
    const list = el('div', { class: 'desk-choices' });
    let drawn = '';
    const update = () => {
        if (!live.board) {
            replace(list, loading());
            return;
        }
        const signature = JSON.stringify(live.board.desks);
        if (signature === drawn) return;
        drawn = signature;
        const focused = [...list.children].indexOf(document.activeElement);
        replace(
            list,
            live.board.desks.length === 0
                ? empty(t('choice.none'), t('choice.none_advice'))
                : live.board.desks.map((desk) => row(desk, trouble, choose)),
        );
        if (focused >= 0) list.children[focused]?.focus();
    };
    replace(
        place,
        el(
            'div',
            { class: 'narrow' },
            pageHead(t('choice.title')),
            el(
                'p',
                { class: 'quiet' },
                remembered ? t('choice.gone', { desk: remembered }) : t('choice.advice'),
            ),
            trouble,
            list,
        ),
    );
    const stop = onLive(update);
    update();
    return { end: stop };
}
