import { Command, type Interfaces } from '@oclif/core';

import { ExitCode } from './exit-codes.js';
import { failureOf } from './failure.js';

/** The parsed flags of a command. */
export type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<(typeof CodiCommand)['baseFlags'] & T['flags']>;

/** What every command has: `--json`, an abort signal for Ctrl-C, progress on stderr, one way to fail. */
export abstract class CodiCommand extends Command {
  static override enableJsonFlag = true;

  private readonly interrupt = new AbortController();

  /** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
  protected get signal(): AbortSignal {
    return this.interrupt.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    const stop = (): void => {
      if (this.interrupt.signal.aborted) process.exit(ExitCode.interrupted);
      this.interrupt.abort(new Error('interrupted'));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }

  /** A line about what is going on, on stderr, so that stdout holds nothing but the result. */
  protected say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  override catch(error: Error): Promise<unknown> {
    // oclif's own errors (help, wrong flags) are told by oclif.
    const parsing = 'oclif' in error && !this.jsonEnabled();
    if (parsing) throw error;
    const interrupted = this.interrupt.signal.aborted;
    const failure = failureOf(error);
    const exit = interrupted ? ExitCode.interrupted : failure.exit;
    const message = interrupted ? 'interrupted; what was finished is kept' : failure.message;
    if (this.jsonEnabled()) {
      this.logJson({ error: { code: interrupted ? 'INTERRUPTED' : failure.code, message, exit } });
    } else {
      this.say(`codi: ${message}`);
    }
    process.exitCode = exit;
    return Promise.resolve();
  }
}
