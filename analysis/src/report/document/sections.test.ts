import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Figure, StackPanel } from '../../words/figure.js';
import { factsHtml, figuresHtml, findingsHtml } from './sections.js';

const panel: StackPanel = {
  kind: 'stack',
  title: [],
  categories: [],
  categoryTitle: '',
  parts: [],
  xTitle: '',
};

function figure(name: string, change: Partial<Figure> = {}): Figure {
  return {
    name,
    title: `<${name}>`,
    caption: '',
    footnote: null,
    panels: [panel],
    across: 1,
    legend: [],
    numbers: null,
    ...change,
  };
}

test('every sentence is there, with or without an answer in short, and what has none is left out', () => {
  const html = findingsHtml([
    { id: 'a', title: 'A', short: 'In short: yes.', sentences: ['One < two.', 'Three.'] },
    { id: 'b', title: 'B', short: null, sentences: ['Four.'] },
    { id: 'c', title: 'C', short: null, sentences: [] },
  ]);
  assert.deepEqual(
    [...html.matchAll(/<li>(.*)<\/li>/g)].map(([, sentence]) => sentence),
    ['One &lt; two.', 'Three.', 'Four.'],
  );
  assert.match(html, /<p class="short">yes\.<\/p>\n<details><summary>All 2 sentences, with numbers/);
  assert.doesNotMatch(html, /id="c"/);
  assert.equal(html.match(/<details>/g)?.length, 1, 'without an answer in short the sentences are open');
});

test('a figure has a plot a panel and its words as text', () => {
  const html = figuresHtml(
    [
      figure('3_a_b', {
        panels: [panel, { ...panel, title: ['a  <i>', 'second line'] }],
        across: 2,
        caption: 'a & b',
        footnote: 'approximate',
        numbers: { head: ['', 'n'], rows: [['x', '<1']] },
      }),
    ],
    [{ title: 'Twins', command: 'codi twins' }],
  );
  assert.match(html, /<figure id="figure-a-b" class="wide">\n<h3>&lt;3_a_b&gt;<\/h3>/);
  assert.equal(html.match(/class="plot scroll"/g)?.length, 2);
  assert.match(html, /<h4>a {2}&lt;i&gt;<br>second line<\/h4>/);
  assert.match(
    html,
    /<figcaption id="caption-a-b">a &amp; b<\/figcaption>\n<p class="footnote">approximate<\/p>/,
  );
  assert.match(html, /<tr><th scope="row">x<\/th><td>&lt;1<\/td><\/tr>/);
  assert.match(html, /<li>Twins: <code>codi twins --run DIR<\/code><\/li>/);
});

test('narrow figures stand in pairs; one that is left alone is as wide as two', () => {
  const wide = { across: 2, panels: [panel, panel] };
  const html = figuresHtml(
    [figure('a'), figure('b'), figure('c'), figure('d', wide), figure('e'), figure('f'), figure('g')],
    [],
  );
  const found = [...html.matchAll(/<figure id="figure-(.)"( class="wide")?/g)];
  assert.deepEqual(
    found.map(([, name, isWide]) => `${String(name)}${isWide === undefined ? '' : ' wide'}`),
    ['a', 'b', 'c wide', 'd wide', 'e', 'f', 'g wide'],
  );
});

test('facts are names and values', () => {
  assert.equal(
    factsHtml([['Left out', '<none>']]),
    '<dl><div><dt>Left out</dt><dd>&lt;none&gt;</dd></div></dl>',
  );
});
