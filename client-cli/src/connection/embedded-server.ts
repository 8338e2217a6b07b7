import { openCheckpoint, type Checkpoint, type OpenOptions } from '@codiscope/models';
import { CodiServer } from '@codiscope/server';

import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';

/**
 * ONNX Runtime 1.30 searches its process's command line (/proc/self/cmdline) with a recursive regular expression:
 * some 20,000 characters end in a segmentation fault when a session is opened.
 */
const COMMAND_LINE_BYTES = 8192;

/** How long an embedded server took to be ready, seconds. */
export interface Loading {
  /** Reading and checking the checkpoint; the first time also merging or quantising it. */
  readonly checkpointSeconds: number;
  /** Making the network of it. */
  readonly networkSeconds: number;
}

/** Opens a checkpoint folder and serves it in this process, on a free loopback port. */
export async function startEmbedded(
  directory: string,
  options: OpenOptions,
): Promise<{ server: CodiServer; checkpoint: Checkpoint; loading: Loading }> {
  const bytes = Buffer.byteLength(process.argv.join(' '));
  if (bytes > COMMAND_LINE_BYTES) {
    throw new CliError(
      'COMMAND_LINE_TOO_LONG',
      ExitCode.failed,
      `the command line has ${bytes} bytes, and with an embedded server it may have ${COMMAND_LINE_BYTES}; shorten the question, or ask a running server with --server.`,
    );
  }
  const started = performance.now();
  const checkpoint = await openCheckpoint(directory, options);
  const opened = performance.now();
  const server = await CodiServer.start(checkpoint);
  const loading = {
    checkpointSeconds: (opened - started) / 1000,
    networkSeconds: (performance.now() - opened) / 1000,
  };
  return { server, checkpoint, loading };
}
