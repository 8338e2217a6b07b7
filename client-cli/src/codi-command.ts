import { Command } from '@oclif/core';

import type { Connection } from './connection/connection.js';
import type { ConnectionFlags } from './connection/server-flags.js';
import { ExitCode } from './exit-codes.js';
import { failureOf, type Failure } from './failure.js';

/** How long a step under way may still hold the process after a second signal, milliseconds. */
const LAST_STEP_MS = 5000;

/** How long what a failed command left open may hold it, milliseconds. */
const LEFTOVER_MS = 1500;

/** What every command has: `--json`, an abort signal for Ctrl-C, progress on stderr, one way to fail. */
export abstract class CodiCommand extends Command {
  static override enableJsonFlag = true;

  private readonly interrupt = new AbortController();
  private signals = 0;
  private hasEnded = false;

  /** Aborts at the first Ctrl-C or SIGTERM. */
  protected get signal(): AbortSignal {
    return this.interrupt.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    const stop = (): void => {
      this.stop();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }

  /** What a signal does: the first aborts the work, the second also sets the process an end, the third is that end. */
  private stop(): void {
    if (this.hasEnded) process.exit();
    this.signals++;
    if (this.signals === 2) {
      this.say(
        `ending after the step under way, at the latest in ${LAST_STEP_MS / 1000} seconds; once more to kill the process`,
      );
      setTimeout(killProcess, LAST_STEP_MS).unref();
    }
    if (this.signals > 2) killProcess();
    this.interrupt.abort(new Error('interrupted'));
  }

  /** A line about what is going on, on stderr, so that stdout holds nothing but the result. */
  protected say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** The server that the flags ask for; says on stderr which it is. */
  protected async connect(flags: ConnectionFlags): Promise<Connection> {
    const { connect } = await import('./connection/connection.js');
    const say = (line: string): void => {
      this.say(line);
    };
    return connect(flags, { signal: this.signal, say });
  }

  override catch(error: Error): Promise<unknown> {
    // The way in which oclif ends after --help and --version.
    if ('code' in error && error.code === 'EEXIT') throw error;
    const interrupted: Failure = { exit: ExitCode.interrupted, code: 'INTERRUPTED', message: 'interrupted' };
    const failure = this.signal.aborted ? interrupted : failureOf(error);
    if (this.jsonEnabled()) this.logJson({ error: failure });
    else this.say(`codi: ${failure.message}`);
    process.exitCode = failure.exit;
    // What threw on its way may have left something open; that must not keep a command that has failed.
    setTimeout(() => process.exit(), LEFTOVER_MS).unref();
    return Promise.resolve();
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await super.finally(error);
    this.hasEnded = true;
  }
}

/** Ending the process in any other way inside a step of an embedded server would abort it natively, with a core dump. */
function killProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
