const NAMES: Readonly<Record<string, string>> = {
  question_numbers: 'question numbers',
  question_other: 'other question tokens',
  bot: 'BOT',
  eot: 'EOT',
  answer: 'answer so far',
};

/** The name of a group of slots in words: "thought 1", "question numbers", "BOT". */
export function groupText(group: string): string {
  return NAMES[group] ?? group.replace('_', ' ');
}
