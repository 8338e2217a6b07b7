import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { AnalysisError } from '../words/errors.js';

/** What went wrong and what helps, by the operating system's error code. */
const EXPLANATIONS: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} may not be written; change its permissions or choose another place.`,
  EPERM: (path) => `${path} may not be written; change its permissions or choose another place.`,
  EROFS: (path) => `${path} is on a read-only file system; choose another place.`,
  EEXIST: (path) => `${path} is a file where a folder is needed; choose another name or move the file.`,
  ENOTDIR: (path) => `${path} leads through a file, not a folder; choose another name or move the file.`,
  EISDIR: (path) =>
    `${path} is a folder where a file is to be written; choose another name or move the folder.`,
  ENOENT: (path) => `${path} cannot be written because its folder does not exist; make the folder first.`,
  ENOSPC: (path) => `${path} cannot be written: the disk is full; free some space or choose another disk.`,
  EFBIG: (path) =>
    `${path} cannot be written: the largest file size allowed is reached; raise the limit (ulimit -f).`,
  EDQUOT: (path) =>
    `${path} cannot be written: the disk quota is used up; free some space or choose another disk.`,
  ENAMETOOLONG: (path) => `${path} is too long a name; choose a shorter one.`,
};

/**
 * The error of a failed write: what the operating system reports becomes `UNWRITABLE` with the path and a remedy.
 * Every other error is not about writing and passes through.
 */
export function writeError(path: string, cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause));
  if (!('syscall' in cause) || !('code' in cause)) return cause;
  const message =
    EXPLANATIONS[String(cause.code)]?.(path) ??
    `${path} cannot be written (${cause.message}); choose another place.`;
  return new AnalysisError('UNWRITABLE', message, { cause });
}

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
type FilePieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

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
