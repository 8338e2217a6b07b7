import type { Problem } from '@codiscope/analysis';

/** The number that an equation comes to. */
export function resultOf(equation: string): number {
  return Number(equation.slice(equation.lastIndexOf('=') + 1));
}

/** A share in (0, 1) that depends on nothing but its arguments, without a pattern that a file could be packed by. */
export function share(...parts: readonly number[]): number {
  let mixed = 2_166_136_261;
  for (const part of parts) {
    mixed = Math.imul(mixed ^ (part + 1), 16_777_619);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 2_246_822_507);
    mixed ^= mixed >>> 13;
  }
  return ((mixed >>> 0) + 0.5) / 2 ** 32;
}

/** How a made-up model does on problem `index`: known, so that a test can say what the page must show. */
export function behaviour({ reasoning_steps: steps, answer }: Problem, index: number, thoughts: number) {
  const right = index % 10 !== 9;
  const flips = (thought: number): boolean => right && thought < steps && (index + thought) % 3 === 0;
  return {
    right,
    predicted: right ? answer : answer + 1,
    flips,
    /** Nats. */
    drop: (thought: number): number => (flips(thought) ? 2 + thought / 10 : thought / 100),
    rightAfter: (cut: number): boolean => right && cut >= Math.min(steps, thoughts),
  };
}
