#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Officers at their desks, in real browsers, before a real loketd.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { BUILD, Box, Cable } from './box.mjs';
import { checkFaults, keepPictures, openBrowser, openConsole, openPlace, picture, signIn } from './browser.mjs';
import { atEnd, check, equal, sleep, story, tellAll, until } from './harness.mjs';
import { calledTimes, Officer, officerAt, waitingCount } from './people.mjs';

const PIN = { siti: '481516', budi: '234299' };
const FEEDBACK_MS = 100;
let browser;

async function begin() {
    browser = await openBrowser();
}

/** A branch of the story's own: both desks are open, and this officer may sign in. */
async function openBranch(...officers) {
    const box = await Box.open({ change(branch) { branch.rules.recall_pause_s = 1; } });
    for (const officer of officers) await box.user(officer, 'officer', PIN[officer], officer === 'budi');
    for (const desk of [1, 2]) await box.must('POST', `/desks/${desk}/open`);
    return box;
}

async function takeMany(box, count, service = 'A') {
    const numbers = [];
    for (let i = 0; i < count; i += 1) numbers.push(await box.take(service));
    return numbers;
}

/** A day of one officer: every key that has to do with a visitor, ten times Space. */
async function serveTen(officer) {
    const { page } = officer;
    const served = [];
    for (let i = 0; i < 10; i += 1) {
        served.push(await officer.next());
        if (i === 1) {
            await page.locator('[data-act=recall]:not([aria-disabled])').waitFor(); // not at once after a call
            await officer.key('r');
            await until(async () => (await officer.says()).includes('dipanggil ulang'), 'a visitor is called again');
        } else if (i === 3) {
            await officer.key('f');
            await page.keyboard.press('1');
            await officer.idle();
        } else if (i === 5) {
            await officer.key('n');
            await officer.idle();
        } else if (i === 7) {
            await officer.key('p');
            await page.keyboard.press('1');
            await until(async () => (await officer.says()) === 'Loket jeda.', 'a pause');
            await officer.key('Space');
            await until(async () => (await officer.says()) === 'Loket dibuka lagi.', 'the end of the pause');
        }
    }
    await officer.key('f');
    await page.keyboard.press('1');
    await officer.idle();
    return served;
}

story('she signs in, chooses a desk and serves ten by keys alone while a colleague works beside her', async () => {
    const box = await openBranch('siti', 'budi');
    const numbers = await takeMany(box, 20);
    const place = await openPlace(browser, box);
    const page = await openConsole(place);
    await page.locator('input[autocomplete=username]').waitFor();
    await page.keyboard.type('siti');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PIN.siti);
    await page.keyboard.press('Enter');
    await page.locator('.desk-choice').first().waitFor();
    await picture(page, 'officer-choose-desk');
    for (let i = 0; i < 20; i += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement.matches('.desk-choice'))) break;
    }
    await page.keyboard.press('Enter');
    const siti = await new Officer(box, place, page, 1).ready();
    const budi = await (await officerAt(browser, box, 'budi', PIN.budi, 2)).ready();
    const [hers, his] = await Promise.all([serveTen(siti), serveTen(budi)]);
    equal([...hers, ...his].sort(), [...numbers].sort(), 'who was served');
    await calledTimes(box, numbers);
    equal(await waitingCount(box), 0, 'people who wait');
    for (const officer of [siti, budi]) {
        checkFaults(officer.page);
        await officer.place.close();
    }
}, { seconds: 60, beside: true });

/** Keeps what the officer saw when she pressed. */
function watchPresses() {
    globalThis.seen = [];
    const shown = () => document.querySelector('.now-number')?.textContent ?? '';
    addEventListener('keydown', () => globalThis.seen.push(shown()), { capture: true });
}

const lastSeen = (officer) => officer.page.evaluate(() => globalThis.seen.at(-1));

/** Two tabs, a Space in each, so long apart; how many visitors were called, null when the second
 * press saw the visitor of the first: that one is a press of its own. */
async function pressTwice(box, first, second, apartMs) {
    const before = await waitingCount(box);
    await Promise.all([first.ready(), second.ready()]);
    await first.page.keyboard.press('Space');
    await sleep(apartMs);
    await second.page.keyboard.press('Space');
    await sleep(400);
    const called = before - await waitingCount(box);
    return (await lastSeen(first)) === (await lastSeen(second)) ? called : null;
}

story('two tabs of one officer that press Space at once call one visitor', async () => {
    const box = await openBranch('siti');
    await takeMany(box, 12);
    const first = await officerAt(browser, box, 'siti', PIN.siti, 1);
    const second = await first.tab();
    for (const tab of [first, second]) await tab.page.evaluate(watchPresses);
    const called = {};
    for (const state of ['nobody', 'somebody'])
        for (const apartMs of state === 'nobody' ? [0, 5, 30, 60] : [0, 30]) {
            if (state === 'nobody') {
                await box.must('POST', '/desks/1/finish', {}).catch(() => {});
                await Promise.all([first.idle(), second.idle()]);
            }
            called[`${state} served, ${apartMs} ms apart`] = await pressTwice(box, first, second, apartMs);
            await until(async () => (await first.serves()) === (await second.serves()), 'both tabs show the same');
            await sleep(700); // a finger rests as long
        }
    const counts = Object.values(called).filter((count) => count !== null);
    check(counts.length > 0 && counts.every((count) => count === 1), `calls of two presses: ${JSON.stringify(called)}`);
    checkFaults(second.page);
    await first.place.close();
}, { beside: true });

story('a press whose answer is lost twice calls one visitor', async () => {
    const box = await openBranch('siti');
    const numbers = await takeMany(box, 3);
    const siti = await officerAt(browser, box, 'siti', PIN.siti, 1);
    await siti.ready();
    let sent = 0;
    await siti.page.route('**/desks/1/next', async (route) => {
        sent += 1;
        if (sent > 2) return route.continue();
        await route.fetch(); // it arrives and is carried out, but its answer does not come back
        return route.abort('connectionreset');
    });
    equal(await siti.next(), numbers[0], 'the number that is called');
    await until(() => sent === 3, 'it is asked three times');
    await until(async () => (await siti.says()).includes(numbers[0]), 'the console has its answer');
    equal(await waitingCount(box), 2, 'people who wait');
    await calledTimes(box, [numbers[0]]);
    await siti.place.close();
}, { beside: true });

story('without a line nothing is pressed and the screen says so; with the line back she goes on', async () => {
    const box = await openBranch('siti');
    const cable = await Cable.lay(box);
    const numbers = await takeMany(box, 3);
    const siti = await officerAt(browser, box, 'siti', PIN.siti, 1, { origin: cable.origin });
    await siti.ready();
    cable.pull();
    await siti.place.setOffline(true); // what the system tells a browser whose cable is out
    await siti.page.locator('.alert-bad').waitFor();
    await siti.page.locator('.connection[data-state=stale]').waitFor();
    await picture(siti.page, 'officer-offline');
    await siti.page.keyboard.press('Space');
    await sleep(300);
    equal(await waitingCount(box), 3, 'people who wait');
    cable.mend();
    await siti.place.setOffline(false);
    await siti.page.locator('.connection[data-state=live]').waitFor();
    equal(await siti.next(), numbers[0], 'the number that is called');
    await sleep(300);
    equal(await waitingCount(box), 2, 'people who wait');
    await siti.place.close();
}, { beside: true });

/** A real wall; shows() resolves to the sequence number of the call it shows. */
function hangWall(box) {
    const wall = spawn('setpriv', ['--pdeathsig', 'KILL', path.join(BUILD, 'loket-wall'), '--board', `unix:${box.socket}`,
        '--keep', path.join(box.dir, 'wall.png'), '--size', '640x360', '--mute', '--trace'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, SDL_VIDEODRIVER: 'dummy', SDL_AUDIODRIVER: 'dummy' } });
    let said = '';
    wall.stdout.on('data', (part) => { said += part; });
    atEnd(() => wall.kill('SIGKILL'));
    return { shows: () => Number(said.trim().split('\n').at(-1).split(' ')[1]), end: () => wall.kill('SIGKILL') };
}

story('slip, wall and console tell the same number and desk', async () => {
    const box = await openBranch('budi');
    const wall = hangWall(box);
    const budi = await (await officerAt(browser, box, 'budi', PIN.budi, 2)).ready();
    for (const wanted of [['A', 'regular'], ['B', 'priority'], ['C', 'regular']]) {
        const before = box.slips().length;
        await until(async () => (await box.must('GET', '/board')).kiosk.state === 'ready', 'the printer is ready');
        const number = await box.take(wanted[0], { lane: wanted[1], print: true });
        await until(() => box.slips().length > before, 'a slip');
        const paper = box.slips().at(-1);
        check(paper.includes(number), `the paper of ${number} says ${paper}`);
        const asText = await box.local('GET', `/tickets/${number}/slip?format=text`);
        check(asText.text.includes(number), `the slip of ${number} says ${asText.text}`);
        await budi.page.locator(`tr[data-ticket="${number}"]`).waitFor();
        equal(await budi.next(), number, 'the number on the console');
        const { calls, desks } = await box.must('GET', '/board');
        equal([calls[0].ticket, calls[0].desk, desks[1].serving], [number, 2, number], 'the board');
        await until(() => wall.shows() === calls[0].seq, `the wall shows call ${calls[0].seq}`);
    }
    wall.end();
    await budi.place.close();
}, { beside: true });

story('after a restart of the daemon the console says so, connects again and nobody is called twice', async () => {
    const box = await openBranch('siti');
    const numbers = await takeMany(box, 4);
    const siti = await officerAt(browser, box, 'siti', PIN.siti, 1);
    equal(await siti.next(), numbers[0], 'the first number');
    await box.stop('SIGKILL');
    await siti.page.locator('.connection[data-state=stale]').waitFor({ timeout: 20000 });
    await siti.page.locator('.alert-bad').waitFor();
    await siti.page.keyboard.press('Space');
    await picture(siti.page, 'officer-stale');
    await box.start();
    await siti.page.locator('input[type=password]').waitFor({ timeout: 20000 }); // sessions end with the daemon
    await signIn(siti.page, 'siti', PIN.siti);
    await siti.ready();
    equal(await siti.serves(), numbers[0], 'whom she serves');
    equal(await waitingCount(box), 3, 'people who wait');
    equal(await siti.next(), numbers[1], 'the next number');
    await calledTimes(box, numbers.slice(0, 2));
    equal(await waitingCount(box), 2, 'people who wait');
    await siti.place.close();
}, { seconds: 60, beside: true });

/** From the key to the first change of the button, as the page itself sees it. */
function watchFeedback() {
    globalThis.feedback = [];
    let pressedAt = 0;
    addEventListener('keydown', () => { pressedAt = performance.now(); }, { capture: true });
    new MutationObserver(() => {
        if (pressedAt) globalThis.feedback.push(performance.now() - pressedAt);
        pressedAt = 0;
    }).observe(document.querySelector('.now-act'), { attributes: true, subtree: true, childList: true, characterData: true });
}

// The last one: it measures, and nothing may run beside it.
story('a press is seen within a tenth of a second, however slow the line is', async () => {
    const box = await openBranch('siti');
    await takeMany(box, 5);
    const siti = await officerAt(browser, box, 'siti', PIN.siti, 1);
    await siti.ready();
    await siti.page.evaluate(watchFeedback);
    await siti.page.route('**/desks/1/next', async (route) => { await sleep(400); await route.continue(); });
    for (let i = 0; i < 5; i += 1) await siti.next();
    const times = await siti.page.evaluate(() => globalThis.feedback);
    check(times.length >= 5 && Math.max(...times) < FEEDBACK_MS, `feedback after ${times.map(Math.round)} ms`);
    await siti.place.close();
});

await tellAll({ begin, onFailure: keepPictures });
