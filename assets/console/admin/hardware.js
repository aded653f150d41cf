// SPDX-License-Identifier: MIT
// Printer, buttons, walls, clock, disk, journal: in words, with what to do; a test for each that
// has one.
import { get, post } from '../api.js';
import { el, replace, setText } from '../dom.js';
import { figure, t } from '../i18n.js';
import { button, chip, failure, loading, pageHead, table, worker } from '../parts.js';
import { moment, now, span } from '../time.js';
import { partsOf } from './hardware_words.js';

const RENEW_MS = 3000;
const TEST_MS = 300;

const WORDS = { good: 'hw.is_good', warn: 'hw.is_warn', bad: 'hw.is_bad', plain: 'hw.is_plain' };

function wallRows(walls) {
    return walls.list.map((wall) => [
        wall.name,
        wall.connected ? chip(t('hw.on'), 'good') : chip(t('hw.off'), 'warn'),
        wall.size ?? '–',
        wall.version ?? '–',
        wall.from ?? '–',
        moment(wall.since_utc_ms),
    ]);
}

function wallTable(walls) {
    if (walls.list.length === 0) return null;
    return table(
        t('hw.walls'),
        [
            t('hw.wall'),
            t('hw.state'),
            t('hw.wall_size'),
            t('hw.wall_version'),
            t('hw.wall_from'),
            t('hw.since'),
        ],
        wallRows(walls),
    );
}

function partView(each, extra) {
    return el(
        'section',
        { class: `panel hw hw-${each.kind}` },
        el(
            'header',
            { class: 'hw-head' },
            el('h2', null, t(`hw.${each.name}`)),
            chip(t(WORDS[each.kind]), each.kind),
        ),
        el('p', { class: 'hw-state' }, each.state),
        each.advice && el('p', { class: 'hw-do' }, each.advice),
        el(
            'dl',
            { class: 'hw-facts' },
            each.facts.map(([name, value]) =>
                el('div', null, el('dt', null, name), el('dd', null, value)),
            ),
        ),
        extra,
    );
}

/** Counts presses from the moment the test was opened; the newest one lights up. */
class PressTest {
    constructor() {
        this.place = el('div', { class: 'press-test' });
        this.draw();
    }

    get open() {
        return Boolean(this.timer);
    }

    draw() {
        if (!this.open) {
            replace(
                this.place,
                button(t('test.start'), () => this.start()),
            );
            return;
        }
        this.total = el('p', { class: 'press-total' });
        this.lines = el('div');
        this.live = el('p', { class: 'unseen', role: 'status' });
        replace(
            this.place,
            el('p', { class: 'hw-do' }, t('test.advice')),
            this.total,
            this.live,
            this.lines,
            button(t('test.stop'), () => this.stop()),
        );
    }

    start() {
        this.first = null;
        this.timer = setInterval(() => this.poll(), TEST_MS);
        this.draw();
        this.poll();
    }

    stop() {
        clearInterval(this.timer);
        this.timer = 0;
        this.draw();
    }

    async poll() {
        if (this.asking) return;
        this.asking = true;
        try {
            const { buttons } = await get('/hardware');
            if (this.open) this.show(buttons);
        } catch {
            if (this.open) setText(this.total, t('test.lost'));
        }
        this.asking = false;
    }

    show(found) {
        const lines = found.lines ?? [];
        this.first ??= {
            total: found.presses,
            of: new Map(lines.map((line) => [line.line, line.presses])),
        };
        const count = found.presses - this.first.total;
        if (count !== this.counted) setText(this.live, t('test.heard', { n: count }));
        this.counted = count;
        setText(this.total, t('test.total', { n: count }));
        if (lines.length > 0) replace(this.lines, this.table(lines));
    }

    table(lines) {
        const recent = (line) => line.last_press_utc_ms && now() - line.last_press_utc_ms < 1500;
        return table(
            t('test.lines'),
            [
                t('test.line'),
                t('test.action'),
                { words: t('test.count'), class: 'figure' },
                t('test.last'),
            ],
            lines.map((line) => ({
                class: recent(line) ? 'lit' : '',
                cells: [
                    String(line.line),
                    line.action,
                    figure(line.presses - (this.first.of.get(line.line) ?? 0)),
                    line.stuck
                        ? chip(t('test.stuck'), 'bad')
                        : recent(line)
                          ? chip(t('test.now'), 'good')
                          : line.last_press_utc_ms
                            ? t('test.ago', { span: span(now() - line.last_press_utc_ms) })
                            : '–',
                ],
            })),
        );
    }
}

export async function show(place) {
    const test = new PressTest();
    const body = el('div', { class: 'hw-grid' });
    const extras = {
        printer: worker(t('hw.test_slip'), () => post('/printer/test', {})),
        buttons: test.place,
    };
    replace(place, pageHead(t('nav.hardware')), body);
    replace(body, loading());
    let drawn = '';
    const renew = async () => {
        try {
            const hardware = await get('/hardware');
            const signature = JSON.stringify({
                ...hardware,
                clock: { ...hardware.clock, utc_ms: Math.floor(hardware.clock.utc_ms / 60000) },
            });
            if (signature === drawn) return;
            drawn = signature;
            replace(
                body,
                partsOf(hardware).map((each) =>
                    partView(
                        each,
                        each.name === 'walls' ? wallTable(hardware.walls) : extras[each.name],
                    ),
                ),
            );
        } catch (error) {
            drawn = '';
            replace(body, failure(error, renew));
        }
    };
    await renew();
    const timer = setInterval(() => {
        if (!test.open && !body.contains(document.activeElement)) renew();
    }, RENEW_MS);
    return {
        end() {
            clearInterval(timer);
            test.stop();
        },
    };
}
