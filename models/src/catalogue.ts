import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFolder } from './checkpoint/model-folder.js';
import { ModelError } from './errors.js';
import { defaultDataDir } from './user-folders.js';

/** A model that can be asked for by a short name. */
export interface ModelEntry {
  /** The folder's name. */
  id: string;
  /** Absolute path of a checkpoint folder, for `openCheckpoint`. */
  directory: string;
  /** Part of this package, put into the user's data folder, or a folder given by its path. */
  origin: 'embedded' | 'user' | 'folder';
}

/** The model that comes with the package. */
export const embeddedModelId = 'codi-mini';

/** `models/` of the package, from either `src` or `dist`. */
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Where the user's models are: one checkpoint folder each. */
export function userModelsFolder(dataDir = defaultDataDir()): string {
  return join(resolve(dataDir), 'models');
}

/** The embedded model, then the user's in alphabetical order. */
export async function listModels(dataDir?: string): Promise<ModelEntry[]> {
  const folder = userModelsFolder(dataDir);
  const names = await readdir(folder).catch(() => []);
  const entries: ModelEntry[] = [
    { id: embeddedModelId, directory: join(packageFolder, embeddedModelId), origin: 'embedded' },
  ];
  for (const id of names.sort()) {
    const directory = join(folder, id);
    // A link to a checkpoint elsewhere counts as a folder, so nothing large has to be copied.
    // What begins with a dot is an import under way, or what a killed one left.
    if (id !== embeddedModelId && !id.startsWith('.') && (await isFolder(directory)))
      entries.push({ id, directory, origin: 'user' });
  }
  return entries;
}

/**
 * The entry of a model's id, or else the folder of that path.
 * @throws ModelError NOT_FOUND, listing the ids that exist
 */
export async function resolveModel(idOrDirectory: string, dataDir?: string): Promise<ModelEntry> {
  const models = await listModels(dataDir);
  const found = models.find(({ id }) => id === idOrDirectory);
  if (found) return found;
  const directory = resolve(idOrDirectory);
  if (await isFolder(directory)) return { id: basename(directory), directory, origin: 'folder' };
  const known = models.map(({ id }) => id).join(', ');
  throw new ModelError(
    'NOT_FOUND',
    `there is no model ${idOrDirectory}; known: ${known}, or give a checkpoint's folder`,
  );
}
