#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Every screen, light and dark, in both languages: no barrier that axe-core knows, nothing wider
// than the window, and a picture of it in build/web/.
import { Box } from './box.mjs';
import { barriers, checkFaults, keepPictures, openBrowser, openConsole, openPlace, picture, SIZES } from './browser.mjs';
import { equal, story, tellAll } from './harness.mjs';

const PIN = '602214';
const ADMIN = ['overview', 'branch', 'versions', 'users', 'hardware', 'report', 'journal', 'more', 'pin'];
const LOOKS = [['light', 'id'], ['dark', 'id'], ['light', 'en'], ['dark', 'en']];
let box, browser;
const sessions = {};

async function begin() {
    box = await Box.open();
    for (const [user, role] of [['rina', 'admin'], ['siti', 'officer']]) await box.user(user, role, PIN, user === 'siti');
    await fillDay();
    for (const user of ['rina', 'siti']) sessions[user] = await box.signIn(user, PIN);
    browser = await openBrowser();
}

/** A morning: visitors come and wait, are served, set aside or away; another version, a call for help. */
async function fillDay() {
    const ends = [['finish', { outcome: 'done' }], ['finish', { outcome: 'missing_papers', missing: ['kk'] }], ['no-show', {}],
        ['finish', { outcome: 'done' }], ['park', {}], ['finish', { outcome: 'done' }]];
    for (const desk of [1, 2]) await box.must('POST', `/desks/${desk}/open`);
    for (const [hour, services] of ['AABAC', 'ADEAG', 'ABAK', 'AAFH', 'AAB'].entries()) {
        for (const service of services) await box.take(service);
        await box.take('A', { lane: 'priority' });
        await box.jump(9 + 4 * hour);
        for (let i = 0; i < 3; i += 1) {
            const desk = 1 + i % 2;
            await box.must('POST', `/desks/${desk}/next`, {});
            const [verb, body] = ends[(3 * hour + i) % ends.length];
            await box.must('POST', `/desks/${desk}/${verb}`, body);
        }
        await box.jump(7);
    }
    for (const desk of [1, 2]) await box.must('POST', `/desks/${desk}/next`, {});
    await box.jump(3);
    await box.must('POST', '/desks/2/help', {});
    const content = await box.must('GET', '/content');
    content.version = '2026-11-23';
    content.desks.push({ number: 3, services: ['A', 'B'], direction: 'up', shape: 'triangle', colour: '#8FD694' });
    await box.must('PUT', '/content', content);
}

const settled = (page) => page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('main .loading'));

/** Wider than the window: somebody would have to push the page to and fro. */
const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function look(page, name, found) {
    const wide = await overhang(page);
    if (wide > 0) found.push(`${name}: ${wide} px wider than the window`);
    const size = page.viewportSize();
    if (size.width === SIZES.phone.width) // as high as the page: its bar would cover what can be pushed up
        await page.setViewportSize({ ...size, height: await page.evaluate(() => document.documentElement.scrollHeight + 120) });
    for (const each of await barriers(page)) found.push(`${name}: ${each}`);
    await page.setViewportSize(size);
    checkFaults(page);
}

const placeOf = (user, theme, language, more = {}) => openPlace(browser, box, {
    session: sessions[user], remembers: { theme, language, desk: 1 }, locale: language === 'id' ? 'id-ID' : 'en-GB', ...more });

/** Screens of one window in one look; draw(): the keys that open what a screen shows on demand. */
async function walk(page, names, prefix, found, pictured = true) {
    for (const name of names) {
        await page.goto(`/console/#/${name}`);
        await page.locator(`main.view-${name.split('/')[0]}`).waitFor();
        await settled(page);
        await page.mouse.move(0, 0);
        if (pictured) await picture(page, `${prefix}-${name.replace('/', '-')}`);
        await look(page, `${prefix}-${name}`, found);
    }
}

const PANELS = { finish: 'f', transfer: 't', pause: 'p', call: 'c', take: 'a', close: 'd', keys: '?' };

async function walkPanels(page, prefix, found) {
    for (const [name, key] of Object.entries(PANELS)) {
        await page.locator('button.next:not([aria-disabled])').waitFor();
        await page.keyboard.press(key);
        await page.locator('.act-panel, .shortcuts').first().waitFor();
        await picture(page, `${prefix}-${name}`);
        await look(page, `${prefix}-${name}`, found);
        await page.keyboard.press(name === 'keys' ? '?' : 'Escape');
        await page.locator('.act-panel, .shortcuts').first().waitFor({ state: 'detached' });
    }
}

for (const [theme, language] of LOOKS) {
    const prefix = `${theme}-${language}`;
    const pictured = (theme === 'light') === (language === 'id'); // each theme and each language once
    story(`no barrier before and at an officer's desk, ${theme}, ${language}`, async () => {
        const found = [];
        const street = await openPlace(browser, box, { remembers: { theme, language } });
        const door = await openConsole(street);
        await settled(door);
        await picture(door, `${prefix}-sign-in`);
        await look(door, `${prefix}-sign-in`, found);
        await street.close();
        const place = await placeOf('siti', theme, language);
        const page = await openConsole(place);
        await page.locator('.now-number').waitFor();
        await page.locator('tr[data-ticket]').first().waitFor();
        await walk(page, ['desk', 'desk/choose', 'hardware'], `${prefix}-officer`, found, pictured);
        if (pictured) {
            await page.goto('/console/#/desk');
            await page.reload();
            await page.locator('.now-number').waitFor();
            await walkPanels(page, `${prefix}-officer`, found);
        }
        await place.close();
        equal(found, [], 'barriers');
    });
    story(`no barrier on the screens of an admin, ${theme}, ${language}`, async () => {
        const found = [];
        const place = await placeOf('rina', theme, language);
        const page = await openConsole(place);
        await walk(page, ADMIN, prefix, found, pictured);
        await place.close();
        equal(found, [], 'barriers');
    }, { beside: true });
}

story('a phone shows every screen within its width', async () => {
    const found = [];
    for (const [user, names, prefix] of [['siti', ['desk', 'desk/choose'], 'phone-officer'], ['rina', ADMIN, 'phone']]) {
        const place = await placeOf(user, 'light', 'id', { size: SIZES.phone, hasTouch: true, isMobile: true });
        const page = await openConsole(place);
        await walk(page, names, prefix, found);
        await place.close();
    }
    equal(found, [], 'barriers');
});

await tellAll({ begin, onFailure: keepPictures });
