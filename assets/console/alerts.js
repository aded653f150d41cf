// SPDX-License-Identifier: MIT
// What everybody must see, whatever screen is open: a dead line, a kiosk that issues no numbers,
// somebody who asks for help, a session about to end.
import { errorText, post } from './api.js';
import { el, setText } from './dom.js';
import { inLanguage, t } from './i18n.js';
import { live } from './live.js';
import { button, setBusy } from './parts.js';
import { say } from './say.js';
import { idleWarningS, isAdmin } from './session.js';
import { remembered } from './store.js';
import { hourMinute, onSecond } from './time.js';

function answering(path, words) {
    const trouble = el('span', { class: 'trouble', role: 'alert' });
    const node = button(words, async () => {
        setBusy(node, true);
        try {
            await post(path);
        } catch (error) {
            if (error.code !== 'already') setText(trouble, errorText(error));
        }
        setBusy(node, false);
    });
    return [node, trouble];
}

function kioskAlert(kiosk) {
    if (kiosk.state === 'ready') return null;
    const words = inLanguage(kiosk.message_id, kiosk.message_en) || t(`kiosk.${kiosk.state}`);
    const kind = kiosk.state === 'closed' ? 'info' : 'bad';
    return {
        id: `kiosk-${kiosk.state}`,
        kind,
        words: `${t('alert.kiosk')}: ${words}`,
        more: () =>
            kind === 'bad' &&
            el('a', { href: '#/hardware', class: 'button' }, t('alert.to_hardware')),
    };
}

function helpAlerts(board) {
    const mine = remembered('desk', 0);
    const list = board.desks
        .filter((desk) => desk.help)
        .map((desk) => ({
            id: `help-${desk.desk}-${desk.desk === mine}`,
            kind: 'help',
            urgent: desk.desk !== mine,
            words:
                desk.desk === mine
                    ? t('alert.help_mine')
                    : t('alert.help_desk', { desk: desk.desk }),
            more: () =>
                answering(
                    `/desks/${desk.desk}/help-answer`,
                    desk.desk === mine ? t('alert.help_withdraw') : t('alert.help_answer'),
                ),
        }));
    if (board.kiosk.help)
        list.unshift({
            id: 'help-kiosk',
            kind: 'help',
            urgent: true,
            words: t('alert.help_kiosk'),
            more: () => answering('/kiosk/help-answer', t('alert.help_answer')),
        });
    return list;
}

function current() {
    const list = [];
    if (live.everHeard && live.stale)
        list.push({
            id: `stale-${live.lastUtcMs}`,
            kind: 'bad',
            urgent: true,
            words: t('alert.stale', { time: hourMinute(live.lastUtcMs) }),
        });
    if (idleWarningS() !== null)
        list.push({ id: 'idle', kind: 'warn', urgent: true, words: t('alert.idle') });
    if (live.board) {
        if (!live.stale) list.push(...helpAlerts(live.board));
        const kiosk = kioskAlert(live.board.kiosk);
        if (kiosk && (isAdmin() || kiosk.kind === 'bad')) list.push(kiosk);
    }
    return list;
}

const draw = (alert) =>
    el(
        'div',
        { class: `alert alert-${alert.kind}`, data: { id: alert.id } },
        el('p', null, alert.words),
        alert.more?.(),
    );

/** A column of banners; those that stay are not drawn again, so that a press does not miss them. */
export function createAlerts() {
    const node = el('div', { class: 'alerts', role: 'region', 'aria-label': t('alert.label') });
    const update = () => {
        const wanted = current();
        const shown = new Map([...node.children].map((child) => [child.dataset.id, child]));
        for (const alert of wanted)
            if (!shown.has(alert.id) && alert.urgent) say(alert.words, 'urgent');
        const next = wanted.map((alert) => shown.get(alert.id) ?? draw(alert));
        for (const [id, child] of shown)
            if (!wanted.some((alert) => alert.id === id)) child.remove();
        next.forEach((child, i) => {
            if (node.children[i] !== child) node.insertBefore(child, node.children[i] ?? null);
        });
        node.hidden = next.length === 0;
    };
    const stop = onSecond(update);
    return { node, update, end: stop };
}
