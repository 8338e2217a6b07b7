import type { Panel } from '@codiscope/analysis';

import { share } from './made-numbers.js';

type Of<K extends Panel['kind']> = Extract<Panel, { readonly kind: K }>;

/** Problems of the made-up figures. */
export const PROBLEM_IDS: readonly string[] = upTo(1000).map((number) => `made-${number}`);

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

export function estimate(value: number, half: number): { value: number; low: number; high: number } {
  return { value, low: value - half, high: value + half };
}

export const PERCENT = { unit: 'percent', decimals: 1 } as const;
export const NATS = { unit: 'nats', decimals: 2 } as const;
const R = { unit: 'r', decimals: 2 } as const;

export function bars(change: Partial<Of<'bars'>> = {}): Of<'bars'> {
  return {
    kind: 'bars',
    title: [],
    by: 'thought',
    categories: upTo(6).map(String),
    series: [
      {
        name: 'flips',
        estimates: [
          ...[0.188, 0.212, 0.118, 0.082].map((value) => estimate(value, 0.07)),
          { value: 0, low: null, high: null },
          null,
        ],
        notes: ['16 of 85 flip', '18 of 85 flip', '10 of 85 flip', '7 of 85 flip', '0 of 85 flip', ''],
      },
    ],
    xTitle: 'Ablated thought',
    yTitle: 'Answers flipped',
    form: PERCENT,
    ...change,
  };
}

export const BELOW_ZERO: Of<'bars'> = bars({
  title: ['b  Only below zero'],
  by: 'series',
  categories: ['one'],
  series: [
    { name: 'pooled', estimates: [estimate(-0.3, 0.1)], notes: [] },
    { name: 'conditional', estimates: [{ value: -0.001, low: null, high: null }], notes: [] },
  ],
  xTitle: '',
  yTitle: 'r',
  form: R,
});

export const CURVES: Of<'curves'> = {
  kind: 'curves',
  title: [],
  categories: upTo(7).map((number) => String(number - 1)),
  series: ['first k kept', 'last k kept', 'only thought k'].map((name, series) => ({
    name,
    estimates: upTo(7).map((number) =>
      number === 3 && series === 2 ? null : estimate(0.1 + 0.12 * number - 0.05 * series, 0.06),
    ),
    notes: [],
  })),
  xTitle: 'Thoughts that run',
  yTitle: 'Answers kept',
  form: PERCENT,
};

export function matrix(rows: number, columns: number, change: Partial<Of<'matrix'>> = {}): Of<'matrix'> {
  return {
    kind: 'matrix',
    title: [],
    rows: upTo(rows).map(String),
    columns: upTo(columns).map(String),
    rowTitle: 'Step',
    columnTitle: 'Thought',
    values: upTo(rows).map((row) => upTo(columns).map((column) => share(row, column))),
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    counts: [],
    notes: [],
    empty: [],
    marks: [],
    mark: 'dot',
    markMeans: '',
    top: 1,
    diverging: false,
    scaleTitle: ['Share of', 'problems'],
    scaleLabels: ['0 %', '50 %', '100 %'],
    stair: [],
    problems: [],
    groups: [],
    ...change,
  };
}

export const HEATMAP: Of<'matrix'> = matrix(6, PROBLEM_IDS.length, {
  columns: PROBLEM_IDS,
  rowTitle: 'Ablated thought',
  columnTitle: `Problem (n = ${PROBLEM_IDS.length})`,
  values: upTo(6).map((row) => PROBLEM_IDS.map((_, column) => 5 * share(row, column) ** 8 - 0.1)),
  form: NATS,
  labelled: false,
  marks: [0, 3, 1500, 5999],
  markMeans: 'answer flips (4 of 6000)',
  top: 4,
  scaleTitle: ['Drop of gold', 'log-prob. (nats)'],
  scaleLabels: ['≤ 0', '2', '≥ 4'],
  problems: PROBLEM_IDS,
  groups: [
    { name: '2-step', start: 0, end: 420 },
    { name: '3-step', start: 420, end: 990 },
    { name: '4-step', start: 990, end: 1000 },
  ],
});

export function heads(title: string, rows: number, columns: number): Of<'matrix'> {
  return matrix(rows, columns, {
    title: [title],
    rows: upTo(rows).map((row) => String(row - 1)),
    columns: upTo(columns).map((column) => String(column - 1)),
    rowTitle: 'Layer',
    columnTitle: 'Head',
    values: upTo(rows).map((row) => upTo(columns).map((column) => (row + column === 5 ? null : share(row, column, rows) * 0.4 - 0.2))), // prettier-ignore
    form: R,
    labelled: columns <= 12,
    marks: [2, columns + 1],
    mark: 'frame',
    markMeans: 'false discovery rate 5 %',
    top: 0.2,
    diverging: true,
    scaleTitle: ['Conditional r'],
    scaleLabels: ['−0.20', '0', '0.20'],
  });
}

/** Half of a symmetric matrix is left out. */
export const PAIRS: Of<'matrix'> = matrix(6, 6, {
  rowTitle: 'Thought',
  values: upTo(6).map((row) => upTo(6).map((column) => share(row, column) - 0.5)),
  form: NATS,
  empty: upTo(36).flatMap((number) => {
    const place = number - 1;
    return place % 6 <= Math.floor(place / 6) ? [place] : [];
  }),
  top: 0.5,
  diverging: true,
  scaleTitle: ['Interaction (nats)'],
  scaleLabels: ['−0.5', '0', '0.5'],
});

export const STEPS: Of<'matrix'> = matrix(5, 7, {
  title: ['a  Answers kept when cut'],
  rows: ['2', '3', '4', '5', '6'],
  columns: upTo(7).map((number) => String(number - 1)),
  rowTitle: 'Steps',
  columnTitle: 'Thoughts run before EOT',
  counts: upTo(35).map((number) => `${number}/85`),
  notes: upTo(35).map((number) => `95 % interval of cell ${number}`),
  stair: [2, 3, 4, 5, 6],
});

export const STACK: Of<'stack'> = {
  kind: 'stack',
  title: [],
  categories: ['2', '4', '7'],
  categoryTitle: 'Layer',
  parts: [
    { group: 'question_numbers', values: [0, 0.02, 0.1] },
    { group: 'question_other', values: [0.48, 0.32, 0.47] },
    { group: 'bot', values: [0, 0, 0.006] },
    ...upTo(6).map((thought) => ({
      group: `thought_${thought}`,
      values: [0, 0.02 * thought, 0.01 * thought],
    })),
    { group: 'eot', values: [0, 0, 0.084] },
    { group: 'answer', values: [0.52, 0.24, 0.13] },
  ],
  xTitle: 'Share of the attention weight',
};

/** Bars that add up, and the total below them. */
export function waterfall(
  values: readonly (readonly [string, number])[],
  change: Partial<Of<'waterfall'>> = {},
): Of<'waterfall'> {
  let level = 0;
  const steps = values.map(([name, value]) => {
    const from = level;
    level += value;
    return { name, from, to: level, label: [value.toFixed(2).replace('-', '−')], total: false, beside: null };
  });
  return {
    kind: 'waterfall',
    title: [],
    steps: [
      ...steps,
      { name: 'all', from: 0, to: level, label: [level.toFixed(2)], total: true, beside: null },
    ],
    xTitle: 'Logits, parts added from the top',
    form: { unit: 'logits', decimals: 2 },
    legend: { up: 'for the gold token', down: 'against it', total: 'the sum', beside: '' },
    ...change,
  };
}

export const REPLICATION: Of<'waterfall'> = {
  kind: 'waterfall',
  title: [],
  steps: ['As reported', 'Every problem is scored by the answer that the model gives at the number token itself', 'Ranks inside problems'].map(
    (name, index) => ({
      name: `${index + 1}. ${name}`,
      from: [0, 0.42, 0.13][index] ?? NaN,
      to: [0.42, 0.13, -0.08][index] ?? NaN,
      label: [`r = ${['0.420', '0.130', '−0.080'][index] ?? ''}`, 'p = 0.137, n = 85', '"no relation"'],
      total: false,
      beside: { value: 0.3 - 0.2 * index, low: 0.1 - 0.2 * index, high: 0.5 - 0.2 * index },
    }),
  ),
  xTitle: 'correlation',
  form: R,
  legend: { up: 'rises', down: 'falls', total: '', beside: 'r of ranks inside problems and slots' },
}; // prettier-ignore

export function scatter(
  title: readonly string[],
  points: number,
  change: Partial<Of<'scatter'>> = {},
): Of<'scatter'> {
  const places = upTo(points).map((number) => number - 1);
  return {
    kind: 'scatter',
    title,
    x: places.map((place) => 0.4 * share(place, 1) ** 3),
    y: places.map((place) => 6 * share(place, 2) ** 6 - 0.3),
    thoughts: places.map((place) => (place % 6) + 1),
    flips: places.map((place) => (share(place, 2) > 0.85 ? 1 : 0)),
    problems: places.map((place) => PROBLEM_IDS[Math.floor(place / 6)] ?? ''),
    line: { slope: -1.8, intercept: 0.6 },
    xTitle: 'Attention on the thought (weight)',
    yTitle: 'Drop of gold log-probability (nats)',
    xForm: { unit: 'weight', decimals: 3 },
    yForm: NATS,
    means: false,
    ...change,
  };
}

export const MEANS: Of<'scatter'> = scatter(['b  Thoughts’ means only', 'r = −0.66 (6 points)'], 6, {
  x: [0.004, 0.006, 0.025, 0.025, 0.045, 0.155],
  y: [0.75, 0.6, 0.27, 0.12, 0, 0],
  flips: [0, 0, 0, 0, 0, 0],
  problems: [],
  means: true,
  xTitle: 'Mean attention (weight)',
  yTitle: 'Mean drop (nats)',
});

export function forest(title: string, columns: number, change: Partial<Of<'forest'>> = {}): Of<'forest'> {
  const arms = ['zero, total', 'zero, direct', 'mean, total', 'resample, total', 'noise, total', 'knockout answer', 'knockout all', 'zero at attn_out, total']; // prettier-ignore
  return {
    kind: 'forest',
    title: [title],
    columns: upTo(columns).map((column) => `Thought ${column}`),
    rows: arms.map((name, row) => ({
      name,
      group: name.startsWith('knockout') ? 2 : name.endsWith('direct') ? 1 : 0,
      cells: upTo(columns).map((column) => {
        if (row === 3 && column === 2) return null;
        const value = 0.3 * share(row, column);
        return column === 1 && row === 0 ? { value, low: null, high: null } : estimate(value, 0.05);
      }),
    })),
    groups: ['total', 'direct', 'knockout'],
    xTitle: 'Answers flipped',
    form: PERCENT,
    ...change,
  };
}
