import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ModelError } from './errors.js';

/** Opening a FIFO would wait for a writer. Windows has no such flag and no FIFOs in folders. */
const withoutWaiting = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Opens a file for reading. A folder, a FIFO or a device (a link to /dev/zero has no end) is refused.
 * @throws ModelError MISSING_FILE, BAD_FILE
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const handle = await open(path, withoutWaiting).catch((cause: unknown) => {
    throw new ModelError('MISSING_FILE', `${path} cannot be opened; check the name and its permissions`, {
      cause,
    });
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new ModelError('BAD_FILE', `${path} is not a regular file; put the file itself there`);
}
