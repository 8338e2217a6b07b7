import { SingleBar } from 'cli-progress';

/** Shows how far a command is, on stderr. */
export interface Progress {
  /** `done` of the announced steps are done. */
  update(done: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line at every quarter, so that logs stay short. */
export function startProgress(label: string, total: number): Progress {
  if (!process.stderr.isTTY) return lines(label, total);
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total}  {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return {
    update: (done) => {
      bar.update(done);
    },
    stop: () => {
      bar.stop();
    },
  };
}

function lines(label: string, total: number): Progress {
  let quarter = 0;
  return {
    update: (done) => {
      const reached = Math.floor((4 * done) / total);
      if (reached <= quarter) return;
      quarter = reached;
      process.stderr.write(`${label} ${done}/${total}\n`);
    },
    stop: () => undefined,
  };
}
