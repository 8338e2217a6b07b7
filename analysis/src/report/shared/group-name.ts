const NAMES: Readonly<Record<string, string>> = {
  question_numbers: 'question: numbers',
  question_other: 'question: rest',
  bot: 'BOT',
  eot: 'EOT',
  answer: 'answer',
  mlp: 'MLPs',
  embedding: 'embedding',
  bias: 'bias',
};

/** "thought_3" as "thought 3", "bot" as "BOT". */
export function groupName(group: string): string {
  return NAMES[group] ?? group.replaceAll('_', ' ');
}
