// SPDX-License-Identifier: MIT
// What the hardware page says: for each part its state, and what somebody has to do about it.
import { figure, t } from '../i18n.js';
import { moment } from '../time.js';

const LOW_BYTES = 1024 ** 3;

export function bytesWords(bytes) {
    if (bytes === null || bytes === undefined) return '–';
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    const step = Math.min(
        units.length - 1,
        Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)),
    );
    return `${figure(bytes / 1024 ** step, step > 1 ? 1 : 0)} ${units[step]}`;
}

const part = (name, kind, state, advice = '', facts = []) => ({ name, kind, state, advice, facts });

function printer({ printer: found }) {
    const facts = [
        [t('hw.driver'), found.driver],
        [t('hw.profile'), found.profile],
        [t('hw.printed'), figure(found.jobs_confirmed)],
        [t('hw.unsure'), figure(found.jobs_unknown)],
    ];
    const bad = (key, more = '') =>
        part('printer', 'bad', t(`hw.${key}`), t(`hw.${key}_do`) + more, facts);
    if (found.driver === 'none')
        return part('printer', 'plain', t('hw.no_printer'), t('hw.no_printer_do'), facts);
    if (found.paper_out) return bad('paper_out');
    if (found.cover_open) return bad('cover_open');
    if (found.cutter_error) return bad('cutter');
    if (found.fatal_error) return bad('fatal');
    if (found.line_error) return bad('line', ` (${found.line_error})`);
    if (found.offline || found.state === 'down') return bad('offline');
    if (found.paper_low)
        return part('printer', 'warn', t('hw.paper_low'), t('hw.paper_low_do'), facts);
    if (!found.ready) return part('printer', 'warn', t('hw.waking'), t('hw.waking_do'), facts);
    return part('printer', 'good', t('hw.printer_good'), '', facts);
}

function buttons({ buttons: found }) {
    const facts = [
        [t('hw.driver'), found.driver],
        [t('hw.presses'), figure(found.presses)],
    ];
    if (found.driver === 'none')
        return part('buttons', 'plain', t('hw.no_buttons'), t('hw.no_buttons_do'), facts);
    if (!found.ok)
        return part(
            'buttons',
            'bad',
            t('hw.buttons_bad'),
            found.error || t('hw.buttons_bad_do'),
            facts,
        );
    if (found.stuck.length > 0)
        return part(
            'buttons',
            'bad',
            t('hw.stuck', { lines: found.stuck.join(', ') }),
            t('hw.stuck_do'),
            facts,
        );
    return part('buttons', 'good', t('hw.buttons_good'), '', facts);
}

function walls({ walls: found }) {
    const gone = found.list.filter((wall) => !wall.connected);
    const doubled = found.list.find((wall) => wall.doubled);
    const facts = [
        [t('hw.connected'), figure(found.connected)],
        [t('hw.viewers'), figure(found.viewers)],
    ];
    if (gone.length > 0)
        return part(
            'walls',
            'warn',
            t('hw.wall_gone', {
                names: gone.map((wall) => `${wall.name} (${moment(wall.since_utc_ms)})`).join(', '),
            }),
            t('hw.wall_gone_do'),
            facts,
        );
    if (doubled)
        return part(
            'walls',
            'warn',
            t('hw.wall_doubled', { name: doubled.name }),
            t('hw.wall_doubled_do'),
            facts,
        );
    if (found.connected === 0)
        return part('walls', 'warn', t('hw.no_wall'), t('hw.no_wall_do'), facts);
    return part('walls', 'good', t('hw.walls_good', { n: found.connected }), '', facts);
}

function clock({ clock: found }) {
    const facts = [
        [t('hw.time'), moment(found.utc_ms)],
        [
            t('hw.offset'),
            t('hw.offset_is', {
                hours: figure(found.utc_offset_min / 60, found.utc_offset_min % 60 ? 1 : 0),
            }),
        ],
    ];
    if (found.behind)
        return part('clock', 'bad', t('hw.clock_behind'), t('hw.clock_behind_do'), facts);
    if (found.speed !== 1)
        return part(
            'clock',
            'warn',
            t('hw.clock_fast', { n: found.speed }),
            t('hw.clock_fast_do'),
            facts,
        );
    return part('clock', 'good', t('hw.clock_good'), '', facts);
}

function disk({ disk: found }) {
    if (!found) return part('disk', 'bad', t('hw.disk_unknown'), t('hw.disk_unknown_do'));
    const facts = [
        [t('hw.free'), bytesWords(found.free_bytes)],
        [t('hw.total'), bytesWords(found.total_bytes)],
    ];
    if (found.free_bytes < LOW_BYTES)
        return part('disk', 'bad', t('hw.disk_low'), t('hw.disk_low_do'), facts);
    return part(
        'disk',
        'good',
        t('hw.disk_good', { free: bytesWords(found.free_bytes) }),
        '',
        facts,
    );
}

function journal({ journal: found }) {
    const facts = [
        [t('hw.rows'), figure(found.rows)],
        [t('hw.size'), bytesWords(found.bytes)],
    ];
    if (!found.ok)
        return part(
            'journal',
            'bad',
            t('hw.journal_bad'),
            found.error || t('hw.journal_bad_do'),
            facts,
        );
    return part('journal', 'good', t('hw.journal_good'), '', facts);
}

/** [{name, kind, state, advice, facts}] in the order of the page. */
export const partsOf = (hardware) =>
    [printer, buttons, walls, clock, disk, journal].map((read) => read(hardware));

/** Those that need somebody. */
export const troubles = (hardware) =>
    partsOf(hardware).filter((each) => each.kind === 'bad' || each.kind === 'warn');
