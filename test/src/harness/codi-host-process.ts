/**
 * One process in which commands run one after the other, each as if the process were its own: its arguments, folder,
 * environment, streams and exit code. Most of what a short command costs is Node's start and the reading of modules.
 * `codiHost` starts it.
 */
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';

import type { HostAnswer, HostedCommand } from './codi-host.js';
import { COMMAND, type Ended } from './codi.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const environment = { ...process.env };
const entry = pathToFileURL(COMMAND).href;
let commands = 0;
let last: Promise<void> = Promise.resolve();

process.on('message', (command: HostedCommand) => {
  last = last.then(async () => {
    tell({ kind: 'ended', ended: await perform(command) });
  });
});
process.on('disconnect', process.exit.bind(process, 0));
// A failed command sets its process an end, for what it may have left open; here others go on.
process.exit = () => undefined as never;

const [model] = process.argv.slice(2);
tell({ kind: 'ready', address: model === undefined ? null : await serve(model) });

function tell(answer: HostAnswer): void {
  process.send?.(answer);
}

/** Serves a model in this process, until it ends; tells the address. */
async function serve(name: string): Promise<string> {
  // As the command does before it reads the library.
  process.env['GRPC_VERBOSITY'] ??= 'NONE';
  const { openCheckpoint, resolveModel } = await import('@codiscope/models');
  const { CodiServer } = await import('@codiscope/server');
  const { directory } = await resolveModel(name);
  return (await CodiServer.start(await openCheckpoint(directory))).address;
}

/** Runs the command's own entry file anew; the modules that it imports are there already. */
async function perform({ args, cwd, env }: HostedCommand): Promise<Ended> {
  const own = { argv: process.argv, cwd: process.cwd() };
  const listening = SIGNALS.map((signal) => ({ signal, known: process.listeners(signal) }));
  const stdout = mock.method(process.stdout, 'write', written);
  const stderr = mock.method(process.stderr, 'write', written);
  // oclif leaves by it; what follows there does nothing more.
  const exit = mock.method(process, 'exit', () => undefined);
  process.argv = [process.execPath, COMMAND, ...args];
  setEnvironment({ ...environment, ...env });
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await import(`${entry}?${commands++}`);
    const codes = exit.mock.calls.map(({ arguments: [code] }) => code);
    const left = codes.find((code) => code !== undefined) ?? process.exitCode ?? 0;
    return { code: Number(left), stdout: textOf(stdout.mock.calls), stderr: textOf(stderr.mock.calls) };
  } finally {
    mock.restoreAll();
    process.exitCode = undefined;
    process.chdir(own.cwd);
    process.argv = own.argv;
    // oclif waits for what is written, and leaves its ear there.
    process.stdout.removeAllListeners('drain');
    for (const { signal, known } of listening) {
      for (const listener of process.listeners(signal))
        if (!known.includes(listener)) process.off(signal, listener);
    }
  }
}

/** Stands for `write` of a stream: keeps nothing back, calls back at once. */
function written(_chunk: string | Uint8Array, ...rest: unknown[]): boolean {
  const done = rest.find((each) => typeof each === 'function');
  if (typeof done === 'function')
    process.nextTick(() => {
      Reflect.apply(done, undefined, []);
    });
  return true;
}

function textOf(calls: readonly { readonly arguments: readonly unknown[] }[]): string {
  return calls
    .map(({ arguments: [chunk] }) =>
      chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk),
    )
    .join('');
}

function setEnvironment(wanted: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) process.env[name] = value;
}
