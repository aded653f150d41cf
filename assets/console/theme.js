// SPDX-License-Identifier: MIT
// Runs before the first paint, so that a dark desk is not lit up by a white page.
(function () {
    try {
        const chosen = JSON.parse(localStorage.getItem('loket.theme'));
        if (chosen === 'light' || chosen === 'dark')
            document.documentElement.dataset.theme = chosen;
    } catch {
        /* No storage: the system's theme holds. */
    }
})();
