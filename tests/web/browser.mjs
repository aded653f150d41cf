// SPDX-License-Identifier: MIT
// Chromium, its windows, and what a person does in them.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { atEnd, check } from './harness.mjs';

const PICTURES = 'build/web';
export const SIZES = { desk: { width: 1024, height: 700 }, phone: { width: 390, height: 844 } };
const installed = createRequire(path.resolve('build/npm/package.json'));

function program() {
    const names = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
    const found = names.find((name) => name && existsSync(name));
    check(found, 'no Chromium: run toolchain/setup.sh web, or set CHROMIUM');
    return found;
}

let pages = [];

/** The browser of this test program. */
export async function openBrowser() {
    const { chromium } = installed('playwright-core');
    const browser = await chromium.launch({
        executablePath: program(),
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage'],
    });
    atEnd(() => browser.close());
    mkdirSync(PICTURES, { recursive: true });
    return browser;
}

/** A browser of somebody's own (cookies and storage). remembers: what the console kept last time. */
export async function openPlace(browser, box, { size = SIZES.desk, session, remembers = {}, origin = box.origin, ...options } = {}) {
    const place = await browser.newContext({ viewport: size, baseURL: origin, reducedMotion: 'reduce', ...options });
    place.setDefaultTimeout(10000);
    if (session) await place.addCookies([{ name: 'loket', value: session.token, url: origin, httpOnly: true, sameSite: 'Strict' }]);
    await place.addInitScript((words) => {
        if (location.protocol !== 'http:') return; // an empty page has no storage
        for (const [key, value] of Object.entries(words))
            if (localStorage.getItem(`loket.${key}`) === null) localStorage.setItem(`loket.${key}`, JSON.stringify(value));
    }, remembers);
    place.on('page', (page) => { watch(page); pages.push(page); page.on('close', () => { pages = pages.filter((each) => each !== page); }); });
    return place;
}

/** What no page of ours may do: script errors, refused scripts, dialogs. */
function watch(page) {
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => { page.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('console', (line) => {
        if (line.type() === 'error' && /Content Security Policy|Refused to/i.test(line.text())) page.faults.push(line.text());
    });
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') page.faults.push(`asks ${url.host}`);
    });
}

export function checkFaults(page) {
    check(page.faults.length === 0, `the page misbehaved: ${page.faults.join('; ')}`);
}

export async function openConsole(place, address = '') {
    const page = await place.newPage();
    await page.goto(`/console/${address}`);
    return page;
}

/** Through the form, as a person does. */
export async function signIn(page, user, pin) {
    await page.locator('input[autocomplete=username]').fill(user);
    await page.locator('input[type=password]').fill(pin);
    await page.keyboard.press('Enter');
}

export async function picture(page, name) {
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

/** For a story that failed. */
export async function keepPictures(name) {
    const file = name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60);
    for (const [i, page] of pages.entries()) await picture(page, `failed-${file}-${i + 1}`).catch(() => {});
}

let axe = '';

/** What a person who cannot see or use a mouse would stumble over, by axe-core; no list = nothing. */
export async function barriers(page, impacts = ['serious', 'critical']) {
    axe ||= readFileSync(path.resolve('build/npm/node_modules/axe-core/axe.min.js'), 'utf8');
    // Past the console's own rules, which would refuse it as a script element, as they should.
    const client = await page.context().newCDPSession(page);
    await client.send('Runtime.evaluate', { expression: `if (!globalThis.axe) {${axe}}` });
    await client.detach();
    const found = await page.evaluate(() => globalThis.axe.run(document, {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }));
    return found.violations.filter(({ impact }) => impacts.includes(impact)).map(({ id, impact, nodes }) =>
        `${impact} ${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`).join('; ')}`);
}
