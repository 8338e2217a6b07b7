import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { writeError } from './write-error.js';

/** The name under which a file is written before it takes its place. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
}

/** Whether a file name is that of a half-written file, which a killed process leaves behind. */
export function isPartialFile(name: string): boolean {
  return /^\..+\.\d+\.partial$/.test(name);
}

/** Makes the renaming itself last; file systems that cannot do it (Windows) keep it without. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Pieces of a file, in order. */
export type FilePieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file that is there as a whole or not at all, whenever the process is killed: under another name, synced
 * to the disk, then renamed over what was there. The pieces are asked for one by one, so a file may be larger
 * than memory. Folders above it are made.
 *
 * @throws AnalysisError `UNWRITABLE` with the path and a remedy; nothing is left behind.
 */
export async function writePieces(path: string, pieces: FilePieces): Promise<void> {
  const temporary = temporaryPath(path);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw writeError(dirname(path), error);
  });
  try {
    const file = await open(temporary, 'w');
    try {
      for await (const piece of pieces) await file.appendFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, error);
  }
  await syncFolder(dirname(path));
}

/** Writes a whole file as `writePieces` does. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await writePieces(path, [content]);
}
