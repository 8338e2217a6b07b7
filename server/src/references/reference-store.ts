import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ModelError, WeightsFile, writeSafetensors, type EditSite } from '@codiscope/models';

import { Reference, type ReferenceFacts } from './reference.js';

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

  /** `folder`: the references' own. `model`: the fingerprint of the model whose references these are. */
  constructor(
    private readonly folder: string,
    private readonly model: string,
  ) {}

  /** The references of these ids that are there. */
  async load(ids: Iterable<string>): Promise<Map<string, Reference>> {
    const found = new Map<string, Reference>();
    for (const id of new Set(ids)) {
      const reference = this.loaded.get(id) ?? (await this.read(id));
      if (!reference) continue;
      found.set(id, reference);
      this.keep(reference);
    }
    return found;
  }

  /** What is there of the model's, sorted by id. */
  async list(): Promise<ReferenceFacts[]> {
    const names = await readdir(this.folder).catch(() => []);
    const all = await Promise.all(names.filter(isId).map((id) => this.facts(id)));
    return all.filter((facts) => facts !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Keeps a reference, on disk too. */
  async save(reference: Reference): Promise<void> {
    const { facts, values } = reference;
    const unfinished = join(this.folder, `${randomUUID()}.unfinished`);
    await mkdir(unfinished, { recursive: true });
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
      // Another server may have fitted the same one at the same time; both have the same bytes.
      await rename(unfinished, join(this.folder, facts.id)).catch(async (error: unknown) => {
        if (!(await this.facts(facts.id))) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    this.keep(reference);
  }

  /** Forgets a reference; false when there is none. */
  async delete(id: string): Promise<boolean> {
    if (!isId(id) || !(await this.facts(id))) return false;
    this.loaded.delete(id);
    await rm(join(this.folder, id), { recursive: true, force: true });
    return true;
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

  private async facts(id: string): Promise<ReferenceFacts | null> {
    const text = await readFile(join(this.folder, id, FACTS), 'utf8').catch(() => null);
    if (text === null) return null;
    const facts = JSON.parse(text) as ReferenceFacts;
    return facts.model === this.model ? facts : null;
  }

  private async read(id: string): Promise<Reference | null> {
    const facts = isId(id) ? await this.facts(id) : null;
    if (!facts) return null;
    try {
      return new Reference(facts, await readValues(join(this.folder, id, VALUES), facts.sites));
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      // Somebody has damaged it: it can be fitted again.
      await rm(join(this.folder, id), { recursive: true, force: true });
      return null;
    }
  }
}

async function readValues(path: string, sites: readonly EditSite[]): Promise<Map<EditSite, Float32Array>> {
  const file = await WeightsFile.open(path);
  try {
    const values = new Map<EditSite, Float32Array>();
    for (const site of sites) values.set(site, await file.read(site));
    return values;
  } finally {
    await file.close();
  }
}

/** Whether a text is an id; nothing else is ever a path. */
function isId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
