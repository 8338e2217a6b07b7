import type { FileHandle } from 'node:fs/promises';
import { fromFdPromise } from 'yauzl';
import type { Entry } from 'yauzl';
import { ModelError } from '../errors.js';

/** A checkpoint has one entry per tensor and a handful more; 10,000 take a second to read. */
const mostEntries = 20_000;

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
  const spans = new Map<string, ZipSpan>();
  try {
    // The descriptor stays the caller's: without autoClose and close(), yauzl leaves it open.
    const zip = await fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true });
    if (zip.entryCount > mostEntries) throw hostile(path, `it lists ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      checkStored(path, entry);
      if (spans.has(entry.fileName)) throw hostile(path, `entry ${entry.fileName} is there twice`);
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      spans.set(entry.fileName, { offset: fileDataStart, byteLength: entry.uncompressedSize });
    }
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    const remedy = 'fetch it again; a file of torch before 1.6 must be loaded and saved with a newer torch';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError('BAD_FILE', `${path} is not a sound zip file (${reason}); ${remedy}`, { cause });
  }
  checkApart(path, spans);
  return spans;
}

/** Tensors may share an entry, but no honest writer lets two entries share bytes. */
function checkApart(path: string, spans: ReadonlyMap<string, ZipSpan>): void {
  let end = 0;
  for (const [name, span] of [...spans].toSorted(([, a], [, b]) => a.offset - b.offset)) {
    if (span.byteLength === 0) continue;
    if (span.offset < end) throw hostile(path, `the bytes of entry ${name} overlap another entry's`);
    end = span.offset + span.byteLength;
  }
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
