/** The order of question, BOT, thoughts and EOT: the official one, or the one of the scripts that this replaces. */
export const PROTOCOLS = ['official', 'origin'] as const;
/** One of them. */
export type Protocol = (typeof PROTOCOLS)[number];
