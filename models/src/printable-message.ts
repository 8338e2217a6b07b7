/** Beyond this a message is no longer read, and names in a hostile file may have millions of characters. */
const longest = 2000;

/** What moves a terminal's cursor, colours it or turns the direction of its text. */
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A message with control characters as `\u001b`, its middle left out if it is too long: fact and remedy stay. */
export function printableMessage(message: string): string {
  const shown =
    message.length <= longest
      ? message
      : `${message.slice(0, longest / 2)} [${message.length - longest} characters left out] ${message.slice(-longest / 2)}`;
  return shown.replace(
    control,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
