// SPDX-License-Identifier: MIT
// The mark of a desk: shape, colour and number, as on the wall and on the desk's own sign.
import { svg } from './dom.js';
import { t } from './i18n.js';

const SHAPES = {
    circle: () => svg('circle', { cx: 20, cy: 20, r: 18 }),
    square: () => svg('rect', { x: 3, y: 3, width: 34, height: 34, rx: 3 }),
    triangle: () => svg('path', { d: 'M20 1 39 36H1z' }),
    diamond: () => svg('path', { d: 'M20 1 39 20 20 39 1 20z' }),
    hexagon: () => svg('path', { d: 'M10 3h20l9 17-9 17H10L1 20z' }),
    pentagon: () => svg('path', { d: 'M20 1 39 16 32 38H8L1 16z' }),
};
const LOW = { triangle: 29, pentagon: 26 };

/** desk: {desk, shape, colour}, of the board. */
export function deskMark(desk, size = 28) {
    const shape = SHAPES[desk.shape] ?? SHAPES.circle;
    const colour = /^#[0-9a-f]{6}$/i.test(desk.colour ?? '') ? desk.colour : '#6CB4EE';
    const drawn = shape();
    drawn.setAttribute('fill', colour);
    const number = String(desk.desk ?? '');
    const text = svg('text', {
        x: 20,
        y: LOW[desk.shape] ?? 27,
        'text-anchor': 'middle',
        fill: '#10201C',
        'font-size': [20, 20, 18, 14][number.length] ?? 12,
        'font-weight': 700,
    });
    text.textContent = number;
    return svg(
        'svg',
        {
            class: 'desk-mark',
            viewBox: '0 0 40 40',
            width: size,
            height: size,
            role: 'img',
            'aria-label': t('desk.named', { desk: number }),
        },
        drawn,
        text,
    );
}
