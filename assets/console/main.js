// SPDX-License-Identifier: MIT
// Starts the console, decides which screen is shown, ends the one before it.
import { sessionEvents } from './api.js';
import { el, replace } from './dom.js';
import { loadLanguage, t } from './i18n.js';
import { live, onLive, startLive } from './live.js';
import { failure, loading } from './parts.js';
import { forgetSession, isAdmin, resumeSession, session, signOut } from './session.js';
import { buildShell, switches } from './shell.js';
import { showPinChange, showSignIn } from './signin.js';

const OF_OFFICERS = ['desk', 'hardware'];
const MODULES = {
    desk: () => import('./officer/desk.js'),
    overview: () => import('./admin/overview.js'),
    branch: () => import('./admin/branch.js'),
    versions: () => import('./admin/versions.js'),
    users: () => import('./admin/users.js'),
    hardware: () => import('./admin/hardware.js'),
    report: () => import('./admin/report.js'),
    journal: () => import('./admin/journal.js'),
    more: () => import('./admin/more.js'),
};

const root = document.getElementById('app');
let shell = null;
let screen = null; // {end()} of the one that is open
let opening = 0; // counts up: a screen that loads slowly must not replace a later one

const home = () => (isAdmin() ? 'overview' : 'desk');

/** "#/branch/desks" is place "branch" with the rest ["desks"]. */
function address() {
    const [place, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
    const known = place === 'pin' || (isAdmin() ? MODULES[place] : OF_OFFICERS.includes(place));
    return known ? { place, rest } : { place: home(), rest: [] };
}

function endScreen() {
    screen?.end?.();
    screen = null;
}

function endShell() {
    endScreen();
    shell?.end();
    shell = null;
}

async function route() {
    if (!session.user || session.mustChange) return;
    const { place, rest } = address();
    opening += 1;
    const mine = opening;
    endScreen();
    shell.setPlace(place);
    shell.main.className = `view view-${place}`;
    document.title = `${t(`nav.${place}`)} · Loket`;
    if (place === 'pin') {
        showPinChange(
            shell.main,
            () => {
                location.hash = `#/${home()}`;
            },
            () => history.back(),
        );
        return;
    }
    replace(shell.main, loading());
    try {
        const module = await MODULES[place]();
        if (mine !== opening) return;
        screen = await module.show(shell.main, rest, { bar: shell.place });
        if (mine !== opening) screen?.end?.();
    } catch (error) {
        if (mine === opening && session.user) replace(shell.main, failure(error, route));
    }
}

function bare(show) {
    endShell();
    const place = el('main', { id: 'main', class: 'bare' });
    replace(root, place, el('footer', { class: 'bare-foot' }, switches(changeLanguage)));
    document.title = 'Loket';
    show(place);
}

let again = () => {};

async function changeLanguage(language) {
    await loadLanguage(language);
    again();
}

function openShell() {
    again = openShell;
    endShell();
    shell = buildShell(root, { signOut: leave, changeLanguage });
    route();
}

function askPin() {
    again = askPin;
    bare((place) => showPinChange(place, openShell));
}

function askSignIn(reason) {
    again = () => askSignIn(reason);
    forgetSession();
    bare((place) => showSignIn(place, () => (session.mustChange ? askPin() : openShell()), reason));
}

async function leave() {
    await signOut().catch(() => {});
    location.hash = '';
    askSignIn();
}

/** A daemon that started again has forgotten who was signed in: say so now, not at the next press. */
function checkSessionAfterGap() {
    let openings = live.openings;
    onLive(() => {
        if (live.openings === openings) return;
        openings = live.openings;
        if (openings > 1 && session.user) resumeSession().catch(() => {});
    });
}

async function start() {
    await loadLanguage();
    sessionEvents.addEventListener('signed-out', () => {
        if (session.user) askSignIn(t('signin.ended'));
    });
    sessionEvents.addEventListener('change-pin', () => {
        if (!session.mustChange) {
            session.mustChange = true;
            askPin();
        }
    });
    addEventListener('hashchange', route);
    const known = await resumeSession();
    startLive();
    checkSessionAfterGap();
    if (!known) askSignIn();
    else if (session.mustChange) askPin();
    else openShell();
}

function cannotStart(error) {
    replace(
        root,
        el(
            'main',
            { class: 'bare' },
            failure(error, () => location.reload()),
        ),
    );
}

start().catch(cannotStart);
