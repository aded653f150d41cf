// SPDX-License-Identifier: MIT
// What an officer sees on her screen and does with her keys.
import { equal, until } from './harness.mjs';
import { openConsole, openPlace } from './browser.mjs';

/** An officer at her desk, in a browser of her own; the desk is open. */
export async function officerAt(browser, box, user, pin, desk, options = {}) {
    const session = await box.signIn(user, pin);
    // options.origin: by another way than the branch's own address.
    const place = await openPlace(browser, box, { session, remembers: { desk }, ...options });
    const page = await openConsole(place);
    return new Officer(box, place, page, desk);
}

export class Officer {
    constructor(box, place, page, desk) {
        Object.assign(this, { box, place, page, desk });
    }

    /** A second tab of hers. */
    async tab() {
        return new Officer(this.box, this.place, await openConsole(this.place), this.desk);
    }

    async ready() {
        await this.page.locator('button.next:not([aria-disabled])').waitFor();
        return this;
    }

    /** The number that she serves, "" = nobody. */
    async serves() {
        return (await this.page.locator('.now-number').allTextContents())[0] ?? '';
    }

    async says() {
        return (await this.page.locator('.result').textContent()).trim();
    }

    /** Space, and the number that came of it. */
    async next() {
        await this.ready();
        const before = await this.serves();
        await this.page.keyboard.press('Space');
        return until(async () => {
            const now = await this.serves();
            return now !== before && now;
        }, `desk ${this.desk} calls somebody after ${before || 'nobody'}; it says "${await this.says()}"`);
    }

    async key(name) {
        await this.ready();
        await this.page.keyboard.press(name);
    }

    /** Until her screen shows nobody. */
    async idle() {
        await until(async () => (await this.serves()) === '', `desk ${this.desk} serves nobody`);
    }
}

/** Every number was called exactly so many times; recalls are no calls. */
export async function calledTimes(box, numbers, times = 1) {
    for (const number of numbers) {
        const { history } = await box.must('GET', `/tickets/${number}`);
        equal(history.filter(({ kind }) => kind === 'TICKET_CALLED').length, times, `calls of ${number}`);
    }
}

export async function waitingCount(box) {
    return (await box.tickets('waiting')).length;
}
