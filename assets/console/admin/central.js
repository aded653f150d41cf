// SPDX-License-Identifier: MIT
// "The central system is down": one press and it stands on every wall, until it expires. It is a
// version of its own, apart from whatever draft is open.
import { el, replace } from '../dom.js';
import { t } from '../i18n.js';
import { failure, worker } from '../parts.js';
import { clockWords, hourMinute, localText, now, weekday } from '../time.js';
import { activeDocument, freeVersion, publish, versions } from './contents.js';
import { DAYS } from './edit_desks.js';
import { outcomeWords } from './publish.js';

const HOUR_MS = 3600000;

const isCentral = (notice) =>
    notice.id === t('central.text_id') || notice.en === t('central.text_en');
const holds = (notice) => !notice.until || notice.until > localText(now());

async function publishWith(document, until) {
    const others = (document.notices ?? []).filter((notice) => !isCentral(notice));
    const own = until ? [{ id: t('central.text_id'), en: t('central.text_en'), until }] : [];
    const version = freeVersion(await versions());
    return publish(
        { ...document, version, notices: [...own, ...others] },
        { base: document.version },
    );
}

/** Today's closing time of the document as local text; "" when it is not known or has passed. */
function closing(document) {
    const closes = document.hours?.week?.[DAYS[weekday(now())]]?.[1];
    const until = closes ? `${localText(now()).slice(0, 10)}T${closes}` : '';
    return until > localText(now()) ? until : '';
}

function offers(document) {
    const hours = [1, 2].map((n) => [
        localText(now() + n * HOUR_MS),
        t('central.hours', { n, time: hourMinute(now() + n * HOUR_MS) }),
    ]);
    const until = closing(document);
    return until
        ? [...hours, [until, t('central.closing', { time: clockWords(until.slice(11)) })]]
        : hours;
}

/** A line with its buttons; changed(answer) after each change. */
export function centralNotice(changed = () => {}) {
    const place = el('div', { class: 'central' });
    const said = el('div');
    const send = async (document, until) => {
        const answer = await publishWith(document, until);
        replace(said, outcomeWords(answer));
        await draw();
        changed(answer);
    };
    const draw = async () => {
        try {
            const document = await activeDocument();
            const current = (document.notices ?? []).find(
                (notice) => isCentral(notice) && holds(notice),
            );
            const words = current
                ? t('central.shown', {
                      until: current.until ? clockWords(current.until.slice(11)) : '–',
                  })
                : t('central.advice');
            replace(
                place,
                el(
                    'div',
                    { class: 'central-line' },
                    el(
                        'div',
                        null,
                        el('h3', null, t('central.title')),
                        el('p', { class: 'quiet' }, words),
                    ),
                    el(
                        'div',
                        { class: 'row' },
                        current
                            ? worker(t('central.end'), () => send(document, ''))
                            : offers(document).map(([until, label]) =>
                                  worker(label, () => send(document, until)),
                              ),
                    ),
                ),
                said,
            );
        } catch (error) {
            replace(place, failure(error, draw));
        }
    };
    draw();
    return place;
}
