import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { embeddedModelId, userModelsFolder } from '../catalogue.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import type { OpenOptions, ReadCheckpoint } from '../checkpoint/checkpoint.js';
import { isFile } from '../checkpoint/model-folder.js';
import { mergedValues } from '../checkpoint/merged-weights.js';
import { checkTiedCopy } from '../checkpoint/weights-check.js';
import { ModelError } from '../errors.js';
import { JsonFile } from '../json-file.js';
import { removeAbandoned, unfinishedName } from '../unfinished.js';
import { writeSafetensors } from '../weights/safetensors-writer.js';
import { valuesIn } from '../weights/stored-tensor.js';
import { importedConfiguration } from './imported-configuration.js';
import { modelCard } from './model-card.js';

/** How a checkpoint is imported. */
export interface ImportOptions extends Omit<OpenOptions, 'cacheDir'> {
  /** The entry's name; default: the folder's. */
  name?: string;
  /** Default: `defaultDataDir()`. */
  dataDir?: string;
  /** Bytes of merged weights that have been written, and all of them. */
  onProgress?: (done: number, total: number) => void;
}

/** An entry of the catalogue. */
export interface Imported {
  id: string;
  directory: string;
  /** What it was made of: the fingerprint of the official folder. */
  sourceFingerprint: string;
  /** SHA-256 (hex) of the merged weights' file. */
  sha256: string;
  /** Whether an entry of the same weights was there already; then nothing was written. */
  existed: boolean;
}

/** What `import.json` of an entry says. */
interface ImportRecord {
  source_fingerprint: string;
  sha256: string;
}

const recordName = 'import.json';
const weightsName = 'model.safetensors';

/**
 * Makes a catalogue entry of an official checkpoint folder: merged float32 weights, written tensor by tensor,
 * configuration, tokenizer and a card. The entry appears whole or not at all.
 * @throws ModelError as `openCheckpoint`; BAD_CONFIG for a name that is taken by other weights or is no name
 */
export async function importCheckpoint(directory: string, options: ImportOptions = {}): Promise<Imported> {
  const source = await readCheckpoint(directory, options);
  const { fingerprint } = source.checkpoint;
  try {
    const models = userModelsFolder(options.dataDir);
    const id = options.name ?? basename(resolve(directory));
    if (!/^[\w][\w.-]*$/.test(id)) {
      throw new ModelError(
        'BAD_CONFIG',
        `"${id}" is no name for a model; use letters, digits, dots, _ and - (--name)`,
      );
    }
    const known = await findImport(models, fingerprint);
    if (known) return known;
    const target = join(models, id);
    if (id === embeddedModelId || (await isTaken(target))) throw taken(id);
    await mkdir(models, { recursive: true });
    await removeAbandoned(models);
    const unfinished = join(models, unfinishedName());
    await mkdir(unfinished);
    try {
      const sha256 = await writeEntry(unfinished, source, id, options);
      await rename(unfinished, target).catch(async (error: unknown) => {
        // Another process was faster.
        throw (await isTaken(target)) ? taken(id) : error;
      });
      return { id, directory: target, sourceFingerprint: fingerprint, sha256, existed: false };
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  } finally {
    await source.file.close();
  }
}

async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function taken(id: string): ModelError {
  return new ModelError(
    'BAD_CONFIG',
    `${id} holds another model, or a damaged one; remove it or choose another name (--name)`,
  );
}

/** The entry that was made of the same checkpoint. */
async function findImport(models: string, fingerprint: string): Promise<Imported | null> {
  for (const id of await readdir(models).catch(() => [])) {
    const directory = join(models, id);
    if (id.startsWith('.') || !(await isFile(join(directory, weightsName)))) continue;
    const record = await readRecord(join(directory, recordName));
    if (record?.source_fingerprint !== fingerprint) continue;
    return { id, directory, sourceFingerprint: fingerprint, sha256: record.sha256, existed: true };
  }
  return null;
}

/** What an entry was made of; null for a folder that was not imported, or whose record is damaged. */
async function readRecord(path: string): Promise<ImportRecord | null> {
  try {
    const file = await JsonFile.readIfThere(path);
    if (!file) return null;
    return { source_fingerprint: file.string('source_fingerprint'), sha256: file.string('sha256') };
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

async function writeEntry(
  folder: string,
  source: ReadCheckpoint,
  id: string,
  { onProgress, signal }: ImportOptions,
): Promise<string> {
  const { checkpoint, file, plan, codi, modelFolder } = source;
  await checkTiedCopy(file, plan, signal);
  const total = plan.tensors.reduce((sum, { shape }) => sum + 4 * valuesIn(shape), 0);
  let done = 0;
  const { loraRank, loraAlpha } = codi;
  const tensors = plan.tensors.map((tensor) => ({
    name: tensor.name.startsWith('prj.') ? tensor.name : `codi.${tensor.name}`,
    dtype: 'F32' as const,
    shape: tensor.shape,
    values: async function* () {
      for await (const piece of mergedValues(file, tensor, { loraRank, loraAlpha, signal })) {
        yield piece;
        done += piece.byteLength;
        onProgress?.(done, total);
      }
    },
  }));
  const weights = join(folder, weightsName);
  await writeSafetensors(
    weights,
    tensors,
    { format: 'pt', source: checkpoint.fingerprint },
    { aligned: false, signal },
  );
  const sha256 = await sha256Of(weights, signal);
  const record: ImportRecord = { source_fingerprint: checkpoint.fingerprint, sha256 };
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'config.json']) {
    await copyFile(join(modelFolder, name), join(folder, name));
  }
  await writeFile(join(folder, 'codi_config.json'), json(importedConfiguration(source)));
  await writeFile(join(folder, 'MODEL_CARD.md'), modelCard(id, source, sha256));
  await writeFile(join(folder, recordName), json(record));
  return sha256;
}

async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 2 ** 20, ...(signal && { signal }) });
  for await (const bytes of stream) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
