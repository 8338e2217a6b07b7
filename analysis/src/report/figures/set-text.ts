/** "thought 3", "thoughts 1 to 4", "thoughts 1, 2 and 5". */
export function setText(thoughts: readonly number[]): string {
  const [first = 0] = thoughts;
  const last = thoughts.at(-1) ?? 0;
  if (thoughts.length === 1) return `thought ${first}`;
  const gapless = thoughts.every((thought, index) => thought === first + index);
  if (gapless && thoughts.length > 2) return `thoughts ${first} to ${last}`;
  return `thoughts ${thoughts.slice(0, -1).join(', ')} and ${last}`;
}
