// SPDX-License-Identifier: MIT
// What is heard: the two live regions of the page.

const PAUSE_MS = 30;

const regions = {
    polite: document.getElementById('live-polite'),
    urgent: document.getElementById('live-urgent'),
};
const waiting = { polite: [], urgent: [] };

function speak(how) {
    regions[how].textContent = waiting[how].splice(0).join(' ');
}

/** A region that gets the same words twice stays silent, so it is emptied first; what is said in
 * one moment is said together. */
export function say(text, how = 'polite') {
    waiting[how].push(text);
    regions[how].textContent = '';
    if (waiting[how].length === 1) setTimeout(speak, PAUSE_MS, how);
}
