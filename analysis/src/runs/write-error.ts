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
