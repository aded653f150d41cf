// SPDX-License-Identifier: MIT
// Stories that are told to the end one after the other, in TAP for toolchain/run-tests.sh.
import process from 'node:process';

const STORY_S = 40;
const endings = [];
const stories = [];

/** tell(): an async function that throws when the story ends badly. beside: it needs nothing of
 * the others and begins with the first, because most of it is waiting. */
export function story(name, tell, { seconds = STORY_S, beside = false } = {}) {
    stories.push({ name, tell, seconds, beside });
}

/** Done when the program ends, last come first served, whatever happened. */
export function atEnd(act) {
    endings.unshift(act);
}

export function check(holds, words) {
    if (!holds) throw new Error(words);
}

export function equal(got, wanted, words) {
    const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
    if (a !== b) throw new Error(`${words}: ${a} instead of ${b}`);
}

export const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Until look() gives something true, which is returned. */
export async function until(look, words, patienceMs = 10000) {
    const end = Date.now() + patienceMs;
    for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > end) throw new Error(`never: ${words}`);
        await sleep(20);
    }
}

function within(seconds, tell) {
    let timer;
    const late = new Promise((_, fail) => {
        timer = setTimeout(() => fail(new Error(`no end after ${seconds} s`)), seconds * 1000);
    });
    return Promise.race([tell(), late]).finally(() => clearTimeout(timer));
}

const comment = (text) => String(text).split('\n').map((line) => `# ${line}`).join('\n');

/** Nobody waits for it yet: its end is looked at in its turn. */
function startBeside(each) {
    each.running = within(each.seconds, each.tell);
    each.running.catch(() => {});
}

async function tellOne({ name, tell, seconds, running }, number, onFailure) {
    const began = Date.now();
    try {
        await (running ?? within(seconds, tell));
        console.log(`ok ${number} - ${name}`);
        console.log(`# ${Date.now() - began} ms`);
        return true;
    } catch (error) {
        console.log(`not ok ${number} - ${name}`);
        console.log(comment(error.stack ?? error));
        await Promise.resolve(onFailure?.(name)).catch((more) => console.log(comment(more)));
        return false;
    }
}

async function end() {
    for (const act of endings)
        await Promise.resolve(act()).catch((error) => console.log(comment(error)));
}

/** begin() makes what the stories need; onFailure(name) keeps what helps to see why. */
export async function tellAll({ begin, onFailure } = {}) {
    const wanted = process.argv[2] ? stories.filter(({ name }) => name.includes(process.argv[2])) : stories;
    let failed = 0;
    console.log(`1..${wanted.length}`);
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => end().then(() => process.exit(130)));
    try {
        await begin?.();
        wanted.filter(({ beside }) => beside).forEach(startBeside);
        for (const [i, each] of wanted.entries())
            if (!await tellOne(each, i + 1, onFailure)) failed += 1;
    } catch (error) {
        console.log(comment(error.stack ?? error)); // the plan without results says the rest
        failed += 1;
    }
    await end();
    process.exit(failed === 0 ? 0 : 1);
}
