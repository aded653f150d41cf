#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The admin at her PC: first sign-in, desks, versions, users, notices, journal, report.
import { createReadStream, readFileSync } from 'node:fs';
import { Box } from './box.mjs';
import { checkFaults, keepPictures, openBrowser, openConsole, openPlace, signIn } from './browser.mjs';
import { check, equal, story, tellAll, until } from './harness.mjs';
import { Officer, officerAt } from './people.mjs';

const words = JSON.parse(readFileSync('assets/console/lang/id.json', 'utf8'));
const PIN = { admin: '602214', siti: '481516' };
const PLACES = ['overview', 'branch', 'versions', 'users', 'hardware', 'report', 'journal', 'desk'];
let box, browser, place, page;

async function begin() {
    box = await Box.open();
    browser = await openBrowser();
}

const press = (name, within = page) => within.getByRole('button', { name, exact: true }).first().click();

/** The screen has drawn what it loads. */
async function goTo(name) {
    await page.goto(`/console/#/${name}`);
    await page.locator(`main.view-${name}`).waitFor();
    await page.locator('main h1').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('main .loading'));
}

const board = () => box.must('GET', '/board');
const numbers = async () => (await board()).desks.map(({ desk }) => desk);

story('the first admin comes in with the PIN on paper and must choose her own', async () => {
    const printed = await until(() => box.slips().join().match(/\b(\d{4}) (\d{4})\b/), 'a slip with a PIN');
    const once = printed[1] + printed[2];
    place = await openPlace(browser, box);
    page = await openConsole(place);
    await page.locator('input[type=password]').waitFor();
    await signIn(page, 'admin', '999999');
    await page.locator('.trouble', { hasText: words['error.wrong_pin'] }).waitFor();
    await signIn(page, 'admin', once);
    await page.getByText(words['pin.title']).waitFor();
    const fields = page.locator('input[type=password]');
    for (const weak of ['123456', '777777', '12345']) {
        for (let i = 0; i < await fields.count(); i += 1) await fields.nth(i).fill(weak);
        await page.keyboard.press('Enter');
        await page.locator('.trouble:not(:empty)').waitFor();
    }
    for (let i = 0; i < await fields.count(); i += 1) await fields.nth(i).fill(PIN.admin);
    await page.keyboard.press('Enter');
    await page.locator('main.view-overview').waitFor();
    await box.user('siti', 'officer', PIN.siti);
});

story('she adds a third desk, and it takes the next visitor', async () => {
    equal(await numbers(), [1, 2], 'desks');
    const waiting = [await box.take('A'), await box.take('B')];
    await goTo('branch');
    await press(words['edit.add_desk']);
    await press(words['edit.review']);
    await page.locator('.publish').waitFor();
    check((await page.locator('.publish').textContent()).includes('3'), 'the difference names the desk');
    await press(words['publish.go']);
    await page.locator('.notice-good').waitFor();
    equal(await numbers(), [1, 2, 3], 'desks');
    const third = await officerAt(browser, box, 'siti', PIN.siti, 3);
    await third.key('Space'); // opens the desk
    await until(async () => (await board()).desks[2].state === 'open', 'desk 3 is open');
    equal(await third.next(), waiting[0], 'whom desk 3 calls');
    equal((await board()).desks[2].serving, waiting[0], 'whom the board shows at desk 3');
    equal(await third.next(), waiting[1], 'whom desk 3 calls next');
    await third.key('f');
    await third.page.keyboard.press('1');
    await third.idle();
    await third.place.close();
});

story('the version before rules again after one press, and the journal knows who pressed', async () => {
    await goTo('versions');
    equal(await page.locator('.version').count(), 2, 'versions');
    await press(words['versions.back']);
    await press(words['versions.back_yes']);
    await until(async () => (await numbers()).length === 2, 'there are two desks again');
    const { audit } = await box.must('GET', '/audit');
    check(audit.some(({ who, what }) => who === 'admin' && /content|version/.test(what)), 'the journal knows of it');
});

story('a new officer signs in with the PIN that is shown once', async () => {
    await goTo('users');
    await page.locator('.adder input').first().fill('budi');
    await press(words['users.add']);
    const pin = (await page.locator('.once-pin').textContent()).trim();
    check(/^\d{8}$/.test(pin), `the PIN is ${pin}`);
    const hers = await openPlace(browser, box);
    const form = await openConsole(hers);
    await signIn(form, 'budi', pin);
    await form.getByText(words['pin.title']).waitFor();
    await hers.close();
    await press(words['users.pin_noted']);
    equal(await page.locator('.once-pin').count(), 0, 'the PIN is gone');
});

story('an officer gets neither to the screens nor to the calls of an admin', async () => {
    const session = await box.signIn('siti', PIN.siti);
    const hers = await openPlace(browser, box, { session, remembers: { desk: 1 } });
    for (const name of ['users', 'branch', 'journal', 'report']) {
        const screen = await openConsole(hers, `#/${name}`);
        await screen.locator('main.view-desk').waitFor();
        equal(await screen.locator('.rail').count(), 0, 'rails');
        await screen.close();
    }
    const cookie = { Cookie: session.cookie };
    const tries = [['GET', '/users'], ['GET', '/audit'], ['GET', '/report'], ['GET', '/journal/backup'],
        ['GET', '/content/versions'], ['PUT', '/content', {}], ['POST', '/users', { user: 'eve', role: 'admin', may_call: true }],
        ['PUT', '/users/siti', { role: 'admin' }], ['POST', '/journal/verify', {}], ['POST', '/kiosk/close', {}]];
    for (const [method, address, body] of tries)
        equal((await box.remote(method, address, body, cookie)).status, 403, `${method} ${address}`);
    await hers.close();
});

story('one press tells every wall that the central system is down, and one takes it back', async () => {
    await goTo('overview');
    const before = (await board()).notices.length;
    await page.locator('.central button').first().click();
    await until(async () => (await board()).notices.length === before + 1, 'the board has the notice');
    await page.locator('.central button', { hasText: words['central.end'] }).click();
    await until(async () => (await board()).notices.length === before, 'the notice is gone');
});

story('a hall that is closed by hand says why on the board', async () => {
    await goTo('overview');
    await press(words['kiosk.close_it']);
    await page.getByLabel(words['kiosk.note']).fill('Rapat sampai pukul 10');
    await press(words['kiosk.close_yes']);
    await until(async () => (await board()).kiosk.message_id.includes('Rapat sampai pukul 10'), 'the board says why');
    await press(words['kiosk.open_it']);
    await until(async () => (await board()).kiosk.state === 'ready', 'the kiosk is open');
});

story('the press of a button is seen on the page of the hardware', async () => {
    await goTo('hardware');
    await press(words['test.start']);
    await page.locator('.press-total').waitFor();
    await until(async () => (await page.locator('.press-total').textContent()) !== '', 'the test listens');
    await box.press(1);
    await page.locator('tr.lit', { hasText: 'take A' }).waitFor();
    await page.locator('.press-total', { hasText: words['test.total.one'] }).waitFor();
    await press(words['test.stop']);
});

story('the journal is verified and a whole copy of it comes as a download', async () => {
    await goTo('journal');
    await press(words['verify.go']);
    await page.locator('.verify-said .chip-good').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('link', { name: words['backup.go'] }).click()]);
    const start = await new Promise((done, fail) => {
        download.path().then((path) => createReadStream(path, { end: 14 }).on('data', done).on('error', fail), fail);
    });
    equal(start.toString(), 'SQLite format 3', 'the first bytes of the copy');
});

story('the report draws its charts without a word from outside', async () => {
    await goTo('report');
    await page.locator('canvas').first().waitFor();
    const painted = await page.locator('canvas').first().evaluate((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, i) => i % 4 === 3 && value > 0);
    });
    check(painted, 'a chart is painted');
    checkFaults(page);
});

const EVIL = '<img src=x onerror=alert(1)>';
const SCRIPT = '"><script>alert(2)</script>';

/** Everything that somebody may write, full of what would be markup. */
async function plant() {
    const content = await box.must('GET', '/content');
    const short = '<i onclick=alert(3)>'; // names are short
    content.version = 'evil';
    content.branch.name = `Kantor ${EVIL}`.slice(0, 31);
    content.services[0].name_id = short;
    content.services[0].name_en = short;
    content.services[0].documents[0].id = `${EVIL}`;
    content.notices = [{ id: EVIL, en: SCRIPT }];
    await box.must('PUT', '/content', content);
    await box.take('A');
    await box.must('POST', '/desks/1/open').catch(() => {});
    await box.must('POST', '/desks/2/open').catch(() => {});
    await box.must('POST', '/desks/2/pause', { reason: EVIL });
    const { serving } = await box.must('POST', '/desks/1/next', {});
    await box.must('POST', '/kiosk/close', { message: EVIL });
    await box.local('POST', '/users', { user: EVIL, role: 'admin' });
    return serving;
}

story('markup in names, notices, reasons and messages is shown as text and runs nowhere', async () => {
    const ticket = await plant();
    for (const name of PLACES) {
        await goTo(name);
        if (name === 'desk') {
            await page.locator('.desk-choice').first().click();
            await new Officer(box, place, page, 1).ready();
            equal(await page.locator('.now-number').textContent(), ticket, 'whom the desk serves');
            await page.getByText('<i onclick=alert(3)>').first().waitFor();
        }
        if (name === 'overview') await page.getByText(EVIL).first().waitFor();
        await page.waitForTimeout(150); // an image that fails needs a moment
        equal(await page.locator('img[src=x], main script, i[onclick], [onerror]').count(), 0, `elements on ${name}`);
        checkFaults(page);
    }
});

await tellAll({ begin, onFailure: keepPictures });
