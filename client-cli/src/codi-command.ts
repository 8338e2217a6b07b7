import { Command } from '@oclif/core';

import type { Connection, ConnectionFlags } from './connection/connection.js';
import { ExitCode } from './exit-codes.js';
import { failureOf, type Failure } from './failure.js';

/** What every command has: `--json`, an abort signal for Ctrl-C, progress on stderr, one way to fail. */
export abstract class CodiCommand extends Command {
  static override enableJsonFlag = true;

  private readonly interrupt = new AbortController();

  /** Aborts at the first Ctrl-C or SIGTERM. */
  protected get signal(): AbortSignal {
    return this.interrupt.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    let signals = 0;
    const stop = (): void => {
      signals++;
      // Ending the process inside a step of an embedded server would abort it natively, so it ends after the step.
      if (signals === 2) this.say('ending after the step under way; once more to kill the process');
      if (signals > 2) process.kill(process.pid, 'SIGKILL');
      this.interrupt.abort(new Error('interrupted'));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
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
    return Promise.resolve();
  }
}
