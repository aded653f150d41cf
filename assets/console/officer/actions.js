// SPDX-License-Identifier: MIT
// The actions of a desk: which are possible now, what each sends, and its key.
import { rules } from '../content.js';
import { t } from '../i18n.js';
import { session } from '../session.js';
import { now } from '../time.js';
import { callPanel, closePanel, pausePanel, takePanel, transferPanel } from './panels.js';
import { finishPanel } from './finish.js';
import { calledWords } from './press.js';

const isOpen = (model) => model.desk?.state === 'open';
const isStaffed = (model) => isOpen(model) || model.desk?.state === 'paused';
const serves = (model) => Boolean(model.visitor) && isStaffed(model);

/** Seconds until the visitor may be called again; -1 = not any more. */
export function recallWaitS(model) {
    if (!model.visitor) return 0;
    if (model.visitor.recalls >= rules().recall_max) return -1;
    const readyAt = model.visitor.called_at_utc_ms + rules().recall_pause_s * 1000;
    return Math.max(0, Math.ceil((readyAt - now()) / 1000));
}

function recallWords(model) {
    const wait = recallWaitS(model);
    if (wait < 0) return t('act.recall_done');
    return wait > 0 ? t('act.recall_wait', { n: wait }) : t('act.recall');
}

async function noShow({ model, presser, offer }) {
    const { ticket } = model.visitor;
    const answer = await presser.desk('no_show', 'no-show', undefined, {
        words: () => t('done.no_show', { ticket, minutes: rules().return_within_min }),
    });
    if (answer) offer(t('act.no_show_undo'), () => bringBack(presser, ticket));
}

async function park({ model, presser, offer }) {
    const { ticket } = model.visitor;
    const answer = await presser.desk('park', 'park', undefined, {
        words: () => t('done.park', { ticket }),
    });
    if (answer) offer(t('act.park_undo'), () => unpark(presser, ticket));
}

export const unpark = (presser, ticket) =>
    presser.press('unpark', `/tickets/${ticket}/unpark`, undefined, {
        words: () => t('done.unpark', { ticket }),
    });
export const bringBack = (presser, ticket) =>
    presser.press('return', `/tickets/${ticket}/return`, undefined, {
        words: () => t('done.return', { ticket }),
    });
export const callTicket = (presser, ticket) =>
    presser.desk('call', 'call', { ticket }, { words: calledWords });

function finish({ model, presser, ask }) {
    const { ticket } = model.visitor;
    ask((close) =>
        finishPanel(model, async (body) => {
            close();
            await presser.desk('finish', 'finish', body, {
                words: () => t(`done.finish_${body.outcome}`, { ticket }),
            });
        }),
    );
}

function transfer({ model, presser, ask }) {
    const { ticket } = model.visitor;
    ask((close) =>
        transferPanel(model, async ({ service, desk }) => {
            close();
            await presser.press(
                'transfer',
                `/tickets/${ticket}/transfer`,
                desk ? { service, desk } : { service },
                { words: () => t('done.transfer', { ticket, service }) },
            );
        }),
    );
}

function pause({ model, presser, ask }) {
    if (model.desk.state === 'paused') {
        presser.desk('resume', 'open');
        return;
    }
    ask((close) =>
        pausePanel(async (reason) => {
            close();
            await presser.desk('pause', 'pause', reason ? { reason } : undefined);
        }),
    );
}

function call({ presser, ask }) {
    ask((close) =>
        callPanel(async (ticket) => {
            close();
            await callTicket(presser, ticket);
        }),
    );
}

/** A number that may not be served before closing is given only when the officer insists. */
function take({ presser, ask, offer }) {
    const send = (body) =>
        presser.press('take', '/tickets', body, {
            words: (answer) => t('done.take', { ticket: answer.ticket }),
        });
    ask((close) =>
        takePanel(async (body) => {
            close();
            const answer = await send(body);
            if (!answer && presser.refusal === 'late')
                offer(t('take.insist'), () => send({ ...body, late: true }));
        }),
    );
}

function help({ model, presser }) {
    const asked = model.desk.help;
    presser.desk(asked ? 'help_end' : 'help', asked ? 'help-answer' : 'help');
}

function endShift({ model, presser, ask }) {
    ask((shut) =>
        closePanel(model, async () => {
            shut();
            await presser.desk('close', 'close');
        }),
    );
}

function print({ model, presser }) {
    const { ticket } = model.visitor;
    presser.press('print', `/tickets/${ticket}/print`, undefined, {
        words: () => t('done.print', { ticket }),
    });
}

/** In the order of the buttons. possible(model); words(model) where they change. */
export const ACTIONS = [
    {
        id: 'recall',
        key: 'R',
        run: ({ presser, model }) =>
            presser.desk('recall', 'recall', undefined, {
                words: () => t('done.recall', { ticket: model.visitor?.ticket }),
            }),
        possible: (model) => serves(model) && recallWaitS(model) === 0,
        words: recallWords,
    },
    { id: 'no_show', key: 'N', run: noShow, possible: serves },
    { id: 'finish', key: 'F', run: finish, possible: serves, asks: true },
    { id: 'park', key: 'K', run: park, possible: serves },
    { id: 'transfer', key: 'T', run: transfer, possible: serves, asks: true },
    { id: 'print', key: 'S', run: print, possible: serves },
    {
        id: 'pause',
        key: 'P',
        run: pause,
        possible: isStaffed,
        asks: true,
        words: (model) => (model.desk?.state === 'paused' ? t('act.resume') : t('act.pause')),
    },
    {
        id: 'call',
        key: 'C',
        run: call,
        possible: isOpen,
        asks: true,
        allowed: () => session.mayCall,
    },
    {
        id: 'unpark',
        key: 'U',
        run: ({ showTab }) => showTab('parked'),
        possible: () => true,
        words: (model) => t('act.unpark', { n: model.parked.length }),
    },
    { id: 'take', key: 'A', run: take, possible: () => true, asks: true },
    {
        id: 'help',
        key: 'H',
        run: help,
        possible: (model) => Boolean(model.desk),
        words: (model) => (model.desk?.help ? t('act.help_end') : t('act.help')),
    },
    { id: 'close', key: 'D', run: endShift, possible: isStaffed, asks: true },
];

/** The one big button: what it does depends on the desk. */
export function primaryOf(model) {
    const state = model.desk?.state ?? 'closed';
    if (state === 'closed')
        return {
            id: 'open',
            words: t('act.open', { desk: model.number }),
            run: ({ presser }) => presser.desk('open', 'open'),
        };
    if (state === 'paused')
        return {
            id: 'resume',
            words: t('act.resume'),
            run: ({ presser }) => presser.desk('resume', 'open'),
        };
    const words = model.visitor && model.mine().length === 0 ? t('act.next_last') : t('act.next');
    return { id: 'next', words, run: ({ presser }) => presser.next() };
}
