/** The groups that a row's keys are summed into, in order; a row's groups sum to 1. */
export function keyGroups(thoughts: number): string[] {
  const slots = Array.from({ length: thoughts }, (_, index) => `thought_${index + 1}`);
  return ['question_numbers', 'question_other', 'bot', ...slots, 'eot', 'answer'];
}

/** The group of each key of a row whose query is at `position`. [position + 1] */
export function groupOfKeys(
  numberTokens: readonly boolean[],
  thoughts: number,
  position: number,
): Int32Array {
  const bot = numberTokens.length;
  const groups = new Int32Array(position + 1);
  for (let key = 0; key <= position; key++) {
    if (key < bot) groups[key] = numberTokens[key] ? 0 : 1;
    // bot, thoughts and EOT have a group each; every later key is part of the answer.
    else groups[key] = Math.min(2 + (key - bot), 2 + thoughts + 2);
  }
  return groups;
}
