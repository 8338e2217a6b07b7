/** The name of a group of slots in words: "thought 1", "question numbers", "BOT". */
export function groupText(group: string): string {
  if (group === 'bot' || group === 'eot') return group.toUpperCase();
  if (group === 'answer') return 'answer so far';
  return group.replace('_', ' ');
}
