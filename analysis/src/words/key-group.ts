/** What is said of a group of keys that is no thought. */
const NAMES: Readonly<Record<string, readonly [name: string, sign: string]>> = {
  question_numbers: ['question numbers', 'q#'],
  question_other: ['other question tokens', 'q'],
  bot: ['BOT', 'B'],
  eot: ['EOT', 'E'],
  answer: ['answer so far', 'a'],
  mlp: ['MLPs', 'M'],
  embedding: ['embedding', 'e'],
  bias: ['biases', 'b'],
};

/** The number of the thought that a group of keys is; null where it is none. */
export function thoughtOfGroup(group: string): number | null {
  const [, number] = /^thought_(\d+)$/.exec(group) ?? [];
  return number === undefined ? null : Number(number);
}

/** The name of a group of keys in words: "thought 1", "question numbers", "BOT". */
export function groupName(group: string): string {
  return NAMES[group]?.[0] ?? group.replaceAll('_', ' ');
}

/** A short sign for a group of keys, so that it is told without colour: "t3" for thought 3. */
export function groupSign(group: string): string {
  return NAMES[group]?.[1] ?? group.replace('thought_', 't');
}

/** Thought k as a group of keys. */
export function thoughtGroup(thought: number): string {
  return `thought_${thought}`;
}
