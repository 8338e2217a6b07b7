import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';

import { codiJson, NOT_INHERITED, type CodiOptions, type Ended, type Ending, type Told } from './codi.js';

/** A command for a process that runs many. */
export interface HostedCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What that process says: first where it serves, null if it does not; then how each command ended. */
export type HostAnswer =
  | { readonly kind: 'ready'; readonly address: string | null }
  | { readonly kind: 'ended'; readonly ended: Ended };

/** Runs `codi` like the functions of the same names, but all commands in one process. */
export interface CodiHost {
  readonly codi: (args: readonly string[], options?: CodiOptions) => Promise<Ended>;
  readonly codiJson: (args: readonly string[], options?: CodiOptions) => Promise<Told<unknown>>;
  /** Where it serves; null if it does not. */
  readonly address: string | null;
}

/**
 * A process that runs commands one after the other: each is a second or two of processor time cheaper than in a process
 * of its own. It ends with the test. If a model is named by `serving`, it is served there all the while, and commands ask
 * that server unless their options say otherwise. What a process itself does (signals, its end, its memory) is tested
 * with `codi`.
 */
export async function codiHost(
  context: Ending,
  { serving, ...usual }: CodiOptions & { readonly serving?: string } = {},
): Promise<CodiHost> {
  const file = fileURLToPath(new URL('./codi-host-process.js', import.meta.url));
  const child = fork(file, serving === undefined ? [] : [serving], {
    env: { ...process.env, ...NOT_INHERITED },
    // Commands are caught inside; what comes out is native or of a crash.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  context.after(() => {
    child.kill('SIGKILL');
  });
  const answers = on(child, 'message', { close: ['exit'] });
  const answer = async (): Promise<HostAnswer> => {
    const next = (await answers.next()) as IteratorResult<[HostAnswer], undefined>;
    if (next.done === true) throw new Error('the process that runs the commands has ended');
    return next.value[0];
  };
  const ready = await answer();
  const address = ready.kind === 'ready' ? ready.address : null;
  const served = address === null ? {} : { CODI_SERVER: address };

  let last: Promise<unknown> = Promise.resolve();
  const codi = (args: readonly string[], { cwd, env }: CodiOptions = {}): Promise<Ended> => {
    const command: HostedCommand = {
      args,
      cwd: cwd ?? usual.cwd ?? process.cwd(),
      env: { ...served, ...usual.env, ...env },
    };
    const ended = last.then(async () => {
      child.send(command);
      const said = await answer();
      if (said.kind !== 'ended') throw new Error('a command ends once');
      return said.ended;
    });
    last = ended.catch(() => undefined);
    return ended;
  };
  return { codi, codiJson: (args, options) => codiJson(args, options, codi), address };
}
