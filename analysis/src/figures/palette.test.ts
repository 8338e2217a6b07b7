import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contrastingInk, groupColour, inkOn, sequentialColour, thoughtStyle } from './palette.js';

test('the colour scale gets darker all the way, so that it reads in grey', () => {
  const grey = (share: number) => {
    const [red = NaN, green = NaN, blue = NaN] = (sequentialColour(share).match(/\d+/g) ?? []).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (let step = 1; step <= 20; step++) assert.ok(grey(step / 20) < grey((step - 1) / 20));
  assert.equal(sequentialColour(-3), sequentialColour(0));
  assert.equal(sequentialColour(7), sequentialColour(1));
  assert.notEqual(contrastingInk(0), contrastingInk(1));
});

test('six thoughts differ in colour and in shape', () => {
  const styles = [1, 2, 3, 4, 5, 6].map(thoughtStyle);
  assert.equal(new Set(styles.map(({ colour }) => colour)).size, 6);
  assert.equal(new Set(styles.map(({ shape, rotation }) => `${shape} ${rotation}`)).size, 6);
});

/** Relative luminance of "#RRGGBB" by the Web Content Accessibility Guidelines 2.2. */
function luminance(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('thoughts have their own colours as groups of keys, and texts on all groups stand out 3 to 1', () => {
  assert.equal(groupColour('thought_3'), thoughtStyle(3).colour);
  const groups = ['question_numbers', 'question_other', 'bot', 'eot', 'answer', 'another', 'thought_1', 'thought_2', 'thought_3', 'thought_4', 'thought_5', 'thought_6', 'thought_7']; // prettier-ignore
  assert.equal(new Set(groups.map(groupColour)).size, groups.length);
  for (const group of groups) {
    const [one, other] = [groupColour(group), inkOn(groupColour(group))].map(luminance);
    const [low, high] = [Math.min(one ?? NaN, other ?? NaN), Math.max(one ?? NaN, other ?? NaN)];
    assert.ok((high + 0.05) / (low + 0.05) >= 3, group);
  }
});
