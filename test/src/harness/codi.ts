import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { until } from './waiting.js';

/** The file that `codi` runs. */
export const COMMAND = fileURLToPath(new URL('../../../client-cli/bin/run.js', import.meta.url));

/** Where and with which environment a command runs. */
export interface CodiOptions {
  readonly cwd?: string;
  /** Beside the test's own; CODI_SERVER and CODI_MODEL are never inherited. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What would choose another server or model than the test does. */
export const NOT_INHERITED = { CODI_SERVER: undefined, CODI_MODEL: undefined };

/** A test, or the file itself, at whose end something is cleaned away. */
export interface Ending {
  readonly after: (clean: () => void) => void;
}

/** How a command ended. */
export interface Ended {
  /** Null when a signal killed it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  readonly ended: Promise<Ended>;
}

/** Starts `codi` as a user does: its own process, its own streams. */
export function startCodi(args: readonly string[], { cwd, env }: CodiOptions = {}): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...process.env, ...NOT_INHERITED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...printed });
    });
  });
  return { child, printed, ended };
}

/** Runs `codi` to its end. */
export function codi(args: readonly string[], options: CodiOptions = {}): Promise<Ended> {
  return startCodi(args, options).ended;
}

/** How a command with --json ended; the test says what its value is. */
export interface Told<T> {
  readonly code: number | null;
  readonly value: T;
  readonly stderr: string;
}

/** Runs `codi .. --json` and reads the one JSON value that must be all of its stdout. */
export async function codiJson(
  args: readonly string[],
  options: CodiOptions = {},
  run = codi,
): Promise<Told<unknown>> {
  const { code, stdout, stderr } = await run([...args, '--json'], options);
  try {
    return { code, value: JSON.parse(stdout) as unknown, stderr };
  } catch (cause) {
    throw new Error(`stdout is not one JSON value: ${stdout}\nstderr: ${stderr}`, { cause });
  }
}

/** Does something with every item, two at a time: a command takes most of a second to start. */
export async function twoAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/** `codi serve --port 0`, ready; it ends with the test. */
export async function codiServe(
  context: Ending,
  args: readonly string[] = [],
): Promise<{ address: string; running: Running }> {
  const running = startCodi(['serve', '--port', '0', '--log-level', 'silent', ...args]);
  context.after(() => {
    running.child.kill('SIGKILL');
  });
  const { child, printed } = running;
  await until(() => printed.stdout.includes('\n') || child.exitCode !== null, 'codi serve has started');
  const address = / at (127\.0\.0\.1:\d+)\n/.exec(printed.stdout)?.[1];
  if (address === undefined) throw new Error(`codi serve did not start: ${printed.stderr}`);
  return { address, running };
}

/** An empty folder that is removed when the test ends. */
export function temporaryFolder(context: Ending): string {
  const folder = mkdtempSync(join(tmpdir(), 'codiscope-cli-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Every file under a folder by its path, as text of its bytes. */
export function filesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}
