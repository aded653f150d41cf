// SPDX-License-Identifier: MIT
// Charts by Chart.js, in the colours of the page; each has its figures as a table beside it.
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { table } from '../parts.js';

const SOURCE = 'vendor/chart.js';
let loading = null;

/** Resolves to the Chart class, or null where the package is missing. */
function loadLibrary() {
    loading ??= new Promise((done) => {
        const script = el('script', {
            src: SOURCE,
            on: { load: () => done(globalThis.Chart ?? null), error: () => done(null) },
        });
        document.head.append(script);
    });
    return loading;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(unit, digits) {
    const ink = colour('--quiet');
    const grid = { color: colour('--line'), borderColor: colour('--line') };
    const ticks = { color: ink, font: { family: 'Noto Sans, system-ui, sans-serif', size: 12 } };
    return {
        animation: matchMedia('(prefers-reduced-motion: reduce)').matches
            ? false
            : { duration: 250 },
        responsive: true,
        maintainAspectRatio: false,
        plugins: {
            legend: { display: false },
            tooltip: { callbacks: { label: (item) => `${item.formattedValue} ${unit}` } },
        },
        scales: {
            x: { grid: { display: false, borderColor: colour('--line') }, ticks },
            y: {
                beginAtZero: true,
                grid,
                ticks: { ...ticks, precision: digits },
                title: { display: true, text: unit, color: ink },
            },
        },
    };
}

const draw = (Chart, canvas, { labels, values, unit, shade }) =>
    new Chart(canvas, {
        type: 'bar',
        data: {
            labels,
            datasets: [
                {
                    data: values,
                    backgroundColor: colour(shade),
                    borderRadius: 3,
                    maxBarThickness: 46,
                },
            ],
        },
        options: options(unit, 0),
    });

/** chart: {title, first (heading of the labels), labels, values, texts, unit, shade}. Returns
 * {node, end}. */
export function chartFigure(chart) {
    const canvas = el('canvas', {
        role: 'img',
        'aria-label': t('chart.label', { title: chart.title }),
    });
    const figures = el(
        'details',
        { class: 'chart-table' },
        el('summary', null, t('chart.table')),
        table(
            chart.title,
            [chart.first, { words: chart.unit, class: 'figure' }],
            chart.labels.map((label, i) => [label, chart.texts[i]]),
        ),
    );
    const frame = el('div', { class: 'chart-frame' }, canvas);
    const node = el(
        'figure',
        { class: 'panel chart' },
        el('figcaption', null, el('h2', null, chart.title)),
        frame,
        figures,
    );
    let drawn = null;
    let ended = false;
    const redraw = async () => {
        const Chart = await loadLibrary();
        if (ended) return;
        drawn?.destroy();
        drawn = Chart ? draw(Chart, canvas, chart) : null;
        frame.hidden = !Chart;
        if (!Chart) figures.open = true;
    };
    const dark = matchMedia('(prefers-color-scheme: dark)');
    addEventListener('loket-theme', redraw);
    dark.addEventListener('change', redraw);
    redraw();
    return {
        node,
        end() {
            ended = true;
            drawn?.destroy();
            removeEventListener('loket-theme', redraw);
            dark.removeEventListener('change', redraw);
        },
    };
}
