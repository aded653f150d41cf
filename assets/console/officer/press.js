// SPDX-License-Identifier: MIT
// A press on its way: shown at once, sent with its key, answered in words.
import { errorText, newKey, post } from '../api.js';
import { t } from '../i18n.js';
import { keep, kept } from '../store.js';

const REST_MS = 700; // a finger that bounces must not call two visitors
const PENDING = 'pending-next';
const PENDING_MS = 20000;

export class Presser {
    /** show(words, kind): the line below the buttons; changed(): draw the buttons. */
    constructor(model, show, changed) {
        Object.assign(this, { model, show, changed, busy: '', restUntil: 0 });
    }

    get resting() {
        return performance.now() < this.restUntil;
    }

    rest() {
        this.restUntil = performance.now() + REST_MS;
        this.changed();
        setTimeout(this.changed, REST_MS + 10);
    }

    /** kind: names the words (doing.kind, done.kind). Returns the answer, or null when refused. */
    async press(kind, path, body, { key = newKey(), words } = {}) {
        if (this.busy) return null;
        if (this.model.stale) {
            this.show(t('press.stale'), 'bad');
            return null;
        }
        this.busy = kind;
        this.refusal = '';
        this.show(t(`doing.${kind}`), 'busy');
        this.changed();
        this.model.pressBegins();
        try {
            const answer = await post(path, body, key);
            this.model.takeAnswer(answer);
            this.show(words ? words(answer) : t(`done.${kind}`), 'good');
            return answer;
        } catch (error) {
            this.refusal = error.code ?? 'unknown';
            this.show(
                error.code === 'offline' ? t('press.unanswered') : errorText(error),
                error.code === 'nobody_waiting' ? 'plain' : 'bad',
            );
            return null;
        } finally {
            this.busy = '';
            this.model.pressEnds();
            this.changed();
        }
    }

    desk(kind, action, body, options) {
        return this.press(kind, `/desks/${this.model.number}/${action}`, body, options);
    }

    async next() {
        if (this.busy || this.resting || this.model.stale || !this.model.upToDate) return;
        const key = this.model.nextKey();
        keep(PENDING, { desk: this.model.number, key, at: Date.now() });
        const answer = await this.desk('next', 'next', undefined, { key, words: calledWords });
        keep(PENDING, null);
        if (answer) this.rest();
    }

    /** After a reload in the middle of a press: if nothing has changed since, it never arrived
     * or its answer is still due, and the same key asks for it; otherwise it was done. */
    async settle() {
        const pending = kept(PENDING, null);
        keep(PENDING, null);
        const fresh = pending && Date.now() - pending.at < PENDING_MS;
        if (!fresh || pending.desk !== this.model.number) return;
        if (pending.key === this.model.nextKey()) await this.next();
        else this.show(calledWords(this.model.desk), 'good');
    }
}

export function calledWords(answer) {
    if (!answer.serving) return t('done.next_nobody');
    return t('done.next', { ticket: answer.serving, desk: answer.desk });
}
