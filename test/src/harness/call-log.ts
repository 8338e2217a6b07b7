import { pino, type Logger } from 'pino';

/** A line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** A log that keeps its lines, in the form in which a server would write them. */
export function keptLog(level = 'info'): {
  log: Logger;
  lines: LogLine[];
  calls: (method: string) => LogLine[];
} {
  const lines: LogLine[] = [];
  const log = pino(
    { level },
    {
      write: (line: string) => {
        lines.push(JSON.parse(line) as LogLine);
      },
    },
  );
  const calls = (method: string): LogLine[] =>
    lines.filter((line) => line.msg === 'call' && String(line['method']).endsWith(`/${method}`));
  return { log, lines, calls };
}
