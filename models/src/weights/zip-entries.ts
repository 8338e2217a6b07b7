import type { FileHandle } from 'node:fs/promises';
import { fromFdPromise } from 'yauzl';
import type { Entry } from 'yauzl';
import { ModelError } from '../errors.js';

/** A checkpoint has one entry per tensor and a handful more. */
const mostEntries = 100_000;

/** The bytes of a zip entry that is stored as it is. */
export interface ZipSpan {
  /** Bytes from the start of the file. */
  offset: number;
  byteLength: number;
}

/**
 * The entries of a zip file (zip64 too) by name. Torch stores its entries uncompressed; anything else is refused,
 * so that a small file can never become a large one.
 * @throws ModelError BAD_FILE, HOSTILE_FILE
 */
export async function readZipEntries(path: string, handle: FileHandle): Promise<Map<string, ZipSpan>> {
  const { size } = await handle.stat();
  const spans = new Map<string, ZipSpan>();
  try {
    // The descriptor stays the caller's: without autoClose and close(), yauzl leaves it open.
    const zip = await fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true });
    if (zip.entryCount > mostEntries) throw hostile(path, `it lists ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      checkStored(path, entry);
      if (spans.has(entry.fileName)) throw hostile(path, `entry ${entry.fileName} is there twice`);
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      if (fileDataStart + entry.uncompressedSize > size) {
        throw new ModelError(
          'BAD_FILE',
          `${path}: entry ${entry.fileName} ends after the file; fetch it again`,
        );
      }
      spans.set(entry.fileName, { offset: fileDataStart, byteLength: entry.uncompressedSize });
    }
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    const remedy = 'fetch it again; a file of torch before 1.6 must be loaded and saved with a newer torch';
    throw new ModelError('BAD_FILE', `${path} is not a sound zip file; ${remedy}`, { cause });
  }
  return spans;
}

function checkStored(path: string, entry: Entry): void {
  if (entry.isEncrypted()) throw hostile(path, `entry ${entry.fileName} is encrypted`);
  if (entry.compressionMethod !== 0) {
    throw hostile(
      path,
      `entry ${entry.fileName} is compressed, as torch never does (it could be a zip bomb)`,
    );
  }
}

function hostile(path: string, fact: string): ModelError {
  return new ModelError(
    'HOSTILE_FILE',
    `${path}: ${fact}; do not use this file, get it from a source you trust`,
  );
}
