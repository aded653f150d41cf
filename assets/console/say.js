// SPDX-License-Identifier: MIT
// What is heard: the two live regions of the page.

const regions = {
    polite: document.getElementById('live-polite'),
    urgent: document.getElementById('live-urgent'),
};

/** A region that gets the same words twice stays silent: it is emptied first. */
export function say(text, how = 'polite') {
    const region = regions[how];
    region.textContent = '';
    setTimeout(() => { region.textContent = text; }, 30);
}
