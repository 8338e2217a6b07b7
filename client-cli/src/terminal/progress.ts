import { SingleBar } from 'cli-progress';

/** Shows how far a command is, on stderr. */
export interface Progress {
  /** `done` of `total` steps are done; the first call begins to show it. */
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line at every quarter, so that logs stay short. */
export function startProgress(label: string): Progress {
  return process.stderr.isTTY ? bar(label) : lines(label);
}

function bar(label: string): Progress {
  const shown = new SingleBar({
    format: `${label} {bar} {value}/{total}  {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (started) shown.update(done);
      else shown.start(total, done);
      started = true;
    },
    stop: () => {
      if (started) shown.stop();
    },
  };
}

function lines(label: string): Progress {
  let quarter = 0;
  return {
    update: (done, total) => {
      const reached = Math.floor((4 * done) / total);
      if (reached <= quarter) return;
      quarter = reached;
      process.stderr.write(`${label} ${done}/${total}\n`);
    },
    stop: () => undefined,
  };
}
