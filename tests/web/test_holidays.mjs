#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The admin lists the branch's holidays: added, corrected where the daemon says so, taken away.
import { readFileSync } from 'node:fs';
import { Box } from './box.mjs';
import { barriers, checkFaults, keepPictures, openBrowser, openConsole, openPlace, picture } from './browser.mjs';
import { check, equal, story, tellAll } from './harness.mjs';

const words = JSON.parse(readFileSync('assets/console/lang/id.json', 'utf8'));
const PIN = '602214';
let box, page;

async function begin() {
    box = await Box.open();
    await box.user('rina', 'admin', PIN);
    const place = await openPlace(await openBrowser(), box, { session: await box.signIn('rina', PIN) });
    page = await openConsole(place, '#/branch');
    await page.locator('main.view-branch .edit-section').first().waitFor();
}

const hours = () => page.locator('#section-hours');
const row = (i) => hours().locator('.holiday-edit').nth(i).locator('input');
const press = (name, within = page) => within.getByRole('button', { name, exact: true }).first().click();
const holidays = async () => (await box.must('GET', '/content')).hours.holidays;

async function fill(i, day, id, en) {
    for (const [n, text] of [day, id, en].entries()) await row(i).nth(n).fill(text);
}

async function publish() {
    await press(words['edit.review']);
    await page.locator('.publish').waitFor();
    await press(words['publish.go']);
}

story('a holiday is added with its names, and a day that stands twice is shown where it stands', async () => {
    await hours().getByText(words['edit.no_holidays']).waitFor();
    await press(words['edit.add_holiday']);
    await fill(0, '2026-12-25', 'Natal', 'Christmas');
    await press(words['edit.add_holiday']);
    equal(await row(1).first().evaluate((node) => node === document.activeElement), true, 'the new row has the focus');
    await fill(1, '2026-12-25', 'Tahun Baru', '');
    await picture(page, 'holidays');
    equal(await barriers(page), [], 'barriers');
    await publish();
    const fault = hours().locator('.field-fault', { hasText: 'stands twice' });
    await fault.waitFor();
    await row(1).first().fill('2027-01-01');
    equal(await fault.count(), 0, 'faults that are shown');
    await press(words['edit.review']);
    const said = await page.locator('.publish').textContent();
    check(said.includes('2026-12-25') && said.includes('Natal'), `the difference names the holiday: ${said}`);
    await press(words['publish.go']);
    await page.locator('.notice-good').waitFor();
    equal(await holidays(), [{ day: '2026-12-25', id: 'Natal', en: 'Christmas' }, { day: '2027-01-01', id: 'Tahun Baru' }], 'holidays');
});

story('one is taken away, another put back in time', async () => {
    for (const name of ['2026-12-25 Natal', '2027-01-01 Tahun Baru'])
        await press(words['edit.remove_holiday'].replace('{name}', name), hours());
    await press(words['edit.put_back'], hours());
    await publish();
    await page.locator('.notice-good').waitFor();
    equal((await holidays()).map(({ day }) => day), ['2026-12-25'], 'days');
    checkFaults(page);
});

await tellAll({ begin, onFailure: keepPictures });
