// SPDX-License-Identifier: MIT
// What is known of one desk and its queue: the board says when, the ticket lists say what.
import { get } from '../api.js';
import { lettersOf, loadContent } from '../content.js';
import { live, onLive } from '../live.js';

const STATES = ['waiting', 'serving', 'parked', 'absent'];
const DEBOUNCE_MS = 60;
const RENEW_MS = 30000; // expected calls move with time alone
const HOLD_MS = 250; // an answer is newer than a board that was sent before it

const withoutClock = (board) => JSON.stringify({ ...board, clock: null });

class Model {
    constructor(number) {
        Object.assign(this, {
            number,
            desk: null,
            visitor: null,
            ready: false,
            error: null,
            waiting: [],
            parked: [],
            absent: [],
            serving: [],
        });
        this.listeners = new Set();
        this.signature = '';
        this.renewedAt = 0;
        this.generation = 0;
        this.heldUntil = 0;
        this.seqFloor = 0;
        this.stop = onLive(() => this.onBoard());
        this.onBoard();
    }

    onChange(listener) {
        this.listeners.add(listener);
    }

    tell() {
        for (const listener of this.listeners) listener(this);
    }

    get stale() {
        return live.stale;
    }

    onBoard() {
        if (!live.board) return;
        if (performance.now() >= this.heldUntil)
            this.desk = live.board.desks.find((desk) => desk.desk === this.number) ?? null;
        const signature = `${live.openings} ${withoutClock(live.board)}`;
        const due = performance.now() - this.renewedAt > RENEW_MS;
        if (!live.stale && (signature !== this.signature || due || this.error)) {
            this.signature = signature;
            loadContent().then(() => this.tell());
            this.renewSoon();
        }
        this.tell();
    }

    renewSoon() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.renew(), DEBOUNCE_MS);
    }

    /** One round at a time; a press in between makes what is under way worthless. */
    async renew() {
        if (this.ended) return;
        if (this.renewing) {
            this.again = true;
            return;
        }
        this.renewing = true;
        const generation = this.generation;
        try {
            const answers = await Promise.all(
                STATES.map((state) => get(`/tickets?state=${state}`)),
            );
            if (generation === this.generation && !this.ended)
                this.take(answers.map((each) => each.tickets));
        } catch (error) {
            this.error = error;
        }
        this.renewing = false;
        if (this.again || generation !== this.generation) {
            this.again = false;
            this.renewSoon();
        }
        if (!this.ended) this.tell();
    }

    take([waiting, serving, parked, absent]) {
        Object.assign(this, { waiting, serving, parked, absent, ready: true, error: null });
        this.visitor = serving.find((ticket) => ticket.desk === this.number) ?? null;
        this.renewedAt = performance.now();
    }

    /** A press goes out: lists asked for before it are old. */
    pressBegins() {
        this.generation += 1;
        this.seqBefore = this.callSeq();
    }

    pressEnds() {
        this.generation += 1;
        this.renew();
    }

    /** What the daemon answered to a press of this desk. */
    takeAnswer(answer) {
        if (answer?.desk !== this.number || answer.serving === undefined) return;
        const called =
            answer.serving && answer.visitor?.changed_at_utc_ms !== this.visitor?.changed_at_utc_ms;
        if (called) this.seqFloor = Math.max(this.seqFloor, this.seqBefore + 1);
        this.heldUntil = performance.now() + HOLD_MS;
        setTimeout(() => this.onBoard(), HOLD_MS + 10);
        this.desk = {
            ...this.desk,
            state: answer.state,
            serving: answer.serving,
            help: answer.help,
        };
        if (!answer.serving) this.visitor = null;
        else if (answer.visitor?.ticket === answer.serving) this.visitor = answer.visitor;
        this.tell();
    }

    /** Waiting visitors whom this desk may call. */
    mine() {
        const letters = lettersOf(this.number);
        return this.waiting.filter(
            (ticket) =>
                (!letters || letters.includes(ticket.service)) &&
                (ticket.desk === 0 || ticket.desk === this.number),
        );
    }

    callSeq() {
        return live.board?.calls[0]?.seq ?? 0;
    }

    /** The visitor shown is the one whom the board tells. Not so for a moment after another tab, or
     * a button of the desk, has called: a press of that moment meant the one before. */
    get upToDate() {
        return (this.desk?.serving ?? '') === (this.visitor?.ticket ?? '');
    }

    /** The key of "next" names what the officer saw when she pressed: this visitor of this call, or
     * nobody after that call. So a second tab, a second press or a repeated request that
     * means the same moment is the same request, and the daemon calls one visitor. */
    nextKey() {
        const seen = this.visitor
            ? `${this.visitor.ticket}-${this.visitor.changed_at_utc_ms}`
            : `none-${Math.max(this.callSeq(), this.seqFloor)}`;
        return `next-${live.board?.day ?? ''}-${this.number}-${seen}`;
    }

    end() {
        this.ended = true;
        clearTimeout(this.timer);
        this.stop();
    }
}

export const createModel = (number) => new Model(number);
