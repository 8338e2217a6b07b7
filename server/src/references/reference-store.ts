import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  ModelError,
  removeAbandoned,
  unfinishedName,
  WeightsFile,
  writeSafetensors,
  type Checkpoint,
  type EditSite,
} from '@codiscope/models';

import { readFacts } from './read-facts.js';
import { Reference, referenceBytes, type ReferenceFacts } from './reference.js';

/** Bytes of the references that are kept in memory. */
const IN_MEMORY = 512 * 2 ** 20;

const VALUES = 'values.safetensors';
const FACTS = 'reference.json';

/**
 * References by id: on disk, where they outlive the server, and the latest used ones in memory. A folder that is there
 * is whole: it is written under another name first.
 */
export class ReferenceStore {
  /** The latest used at the end. */
  private readonly loaded = new Map<string, Reference>();

  /** `folder`: the references' own. `model`: the model whose references these are. */
  constructor(
    private readonly folder: string,
    private readonly model: Pick<Checkpoint, 'fingerprint' | 'architecture'>,
  ) {}

  /** The references of these ids that are there. */
  async load(ids: Iterable<string>): Promise<Map<string, Reference>> {
    const found = new Map<string, Reference>();
    for (const id of new Set(ids)) {
      // Another server may have deleted it.
      const facts = await this.facts(id);
      if (!facts) this.loaded.delete(id);
      const reference = facts && (this.loaded.get(id) ?? (await this.read(facts)));
      if (!reference) continue;
      found.set(id, reference);
      this.keep(reference);
    }
    return found;
  }

  /** What is there of the model's, sorted by id. */
  async list(): Promise<ReferenceFacts[]> {
    const names = await readdir(this.folder).catch(() => []);
    const all = await Promise.all(names.map((id) => this.facts(id)));
    return all.filter((facts) => facts !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Keeps a reference, on disk too. */
  async save(reference: Reference): Promise<void> {
    const { facts, values } = reference;
    const target = join(this.folder, facts.id);
    await mkdir(this.folder, { recursive: true });
    await removeAbandoned(this.folder);
    const unfinished = join(this.folder, unfinishedName());
    await mkdir(unfinished);
    try {
      const tensors = [...values].map(([name, data]) => ({
        name,
        dtype: 'F32' as const,
        shape: [data.length],
        values: async function* () {
          yield await Promise.resolve(data);
        },
      }));
      await writeSafetensors(join(unfinished, VALUES), tensors, { id: facts.id }, { aligned: false });
      await writeFile(join(unfinished, FACTS), JSON.stringify(facts));
      await rename(unfinished, target).catch(async () => {
        // Another server may have fitted the same one at the same time, with the same bytes; what is damaged goes.
        if (await this.facts(facts.id)) return;
        await this.discard(facts.id);
        await rename(unfinished, target);
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    this.keep(reference);
  }

  /** Forgets a reference; false when there is none. */
  async delete(id: string): Promise<boolean> {
    if (!(await this.facts(id))) return false;
    this.loaded.delete(id);
    await this.discard(id);
    return true;
  }

  /** Removes a folder; a cut in the middle leaves nothing under the reference's name. */
  private async discard(id: string): Promise<void> {
    const away = join(this.folder, unfinishedName());
    await rename(join(this.folder, id), away).catch(() => undefined);
    await rm(away, { recursive: true, force: true });
  }

  private keep(reference: Reference): void {
    this.loaded.delete(reference.facts.id);
    this.loaded.set(reference.facts.id, reference);
    let bytes = [...this.loaded.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [id, oldest] of this.loaded) {
      if (bytes <= IN_MEMORY || oldest === reference) return;
      this.loaded.delete(id);
      bytes -= oldest.bytes;
    }
  }

  /** What a reference's folder says that it holds; null for no folder, and for one that is not in order. */
  private async facts(id: string): Promise<ReferenceFacts | null> {
    if (!isId(id)) return null;
    const text = await readFile(join(this.folder, id, FACTS), 'utf8').catch(() => null);
    const facts = text === null ? null : readFacts(text);
    return facts?.id === id && facts.model === this.model.fingerprint ? facts : null;
  }

  private async read(facts: ReferenceFacts): Promise<Reference | null> {
    const values = await readValues(join(this.folder, facts.id, VALUES), facts.sites);
    const whole = facts.sites.every(
      (site) =>
        values?.get(site)?.byteLength ===
        referenceBytes({ ...facts, sites: [site] }, this.model.architecture),
    );
    if (values && whole) return new Reference(facts, values);
    // Somebody has damaged it: it can be fitted again.
    await this.discard(facts.id);
    return null;
  }
}

/** The values of sites; null when the file is damaged. */
async function readValues(
  path: string,
  sites: readonly EditSite[],
): Promise<Map<EditSite, Float32Array> | null> {
  try {
    const file = await WeightsFile.open(path);
    try {
      const values = new Map<EditSite, Float32Array>();
      for (const site of sites) values.set(site, await file.read(site));
      return values;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

/** Whether a text is an id; nothing else is ever a path. */
function isId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
