import type { Architecture, EditSite } from '@codiscope/models';

/** What a reference holds. */
export interface ReferenceFacts {
  /** SHA-256 (hex) of everything that decides its values. */
  readonly id: string;
  readonly name: string;
  /** Fingerprint of the model. */
  readonly model: string;
  readonly questions: number;
  /** Thoughts of each rollout: slots are BOT, thought 1 to this, EOT. */
  readonly thoughts: number;
  readonly sites: readonly EditSite[];
  /** Of every site but `embed`. */
  readonly layers: readonly number[];
}

/** Bytes of the values of one question. */
export function bytesPerQuestion(
  { thoughts, sites, layers }: Pick<ReferenceFacts, 'thoughts' | 'sites' | 'layers'>,
  { heads, headDim, hiddenSize }: Pick<Architecture, 'heads' | 'headDim' | 'hiddenSize'>,
): number {
  const floats = sites.map((site) => {
    const width = site === 'head' ? heads * headDim : hiddenSize;
    return (thoughts + 2) * (site === 'embed' ? 1 : layers.length) * width;
  });
  return 4 * floats.reduce((sum, count) => sum + count, 0);
}

/** Bytes of a reference's values. */
export function referenceBytes(facts: ReferenceFacts, architecture: Architecture): number {
  return facts.questions * bytesPerQuestion(facts, architecture);
}

/** Means and standard deviations (over n) of one site over the questions. float32 [slots, layers or 1, width] */
export interface SiteStatistics {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** A place in a reference. */
export interface ReferencePlace {
  readonly site: EditSite;
  /** Null for `embed`. */
  readonly layer: number | null;
  /** 0 for BOT, k for thought k, `thoughts` + 1 for EOT. */
  readonly slot: number;
}

/** The clean values of BOT, thoughts and EOT over a set of questions. */
export class Reference {
  private readonly statistics = new Map<EditSite, SiteStatistics>();

  constructor(
    readonly facts: ReferenceFacts,
    /** By site: float32 [questions, slots, layers or 1, width]. */
    readonly values: ReadonlyMap<EditSite, Float32Array>,
  ) {}

  get bytes(): number {
    return [...this.values.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Whether a site and layer are there. */
  has(site: EditSite, layer: number | null): boolean {
    return this.values.has(site) && (layer === null || this.facts.layers.includes(layer));
  }

  /** Slots of a rollout. */
  get slots(): number {
    return this.facts.thoughts + 2;
  }

  private layersOf(site: EditSite): number {
    return site === 'embed' ? 1 : this.facts.layers.length;
  }

  private widthOf(site: EditSite): number {
    return this.view(site).length / (this.facts.questions * this.slots * this.layersOf(site));
  }

  private cell({ site, layer, slot }: ReferencePlace): number {
    if (!this.has(site, layer))
      throw new Error(`the reference does not hold ${site} of layer ${layer ?? 'none'}`);
    return slot * this.layersOf(site) + (layer === null ? 0 : this.facts.layers.indexOf(layer));
  }

  /** A donor's vector, donors counted from 1. [width]; a view. */
  donor(number: number, place: ReferencePlace): Float32Array {
    const { site } = place;
    const width = this.widthOf(site);
    const cell = (number - 1) * this.slots * this.layersOf(site) + this.cell(place);
    return this.view(site).subarray(cell * width, (cell + 1) * width);
  }

  /** The mean over the questions and the deviation from it. [width] each; views. */
  spread(place: ReferencePlace): { mean: Float32Array; deviation: Float32Array } {
    const { mean, deviation } = this.statisticsOf(place.site);
    const width = this.widthOf(place.site);
    const cell = this.cell(place);
    const at = (all: Float32Array): Float32Array => all.subarray(cell * width, (cell + 1) * width);
    return { mean: at(mean), deviation: at(deviation) };
  }

  /** Means and deviations of a whole site. */
  statisticsOf(site: EditSite): SiteStatistics {
    let known = this.statistics.get(site);
    if (!known) {
      const shape = [this.slots, this.layersOf(site), this.widthOf(site)] as const;
      known = { ...momentsOf(this.view(site), this.facts.questions), shape };
      this.statistics.set(site, known);
    }
    return known;
  }

  private view(site: EditSite): Float32Array {
    const values = this.values.get(site);
    if (!values) throw new Error(`the reference does not hold ${site}`);
    return values;
  }
}

/** Mean and standard deviation along the first of two axes [count, size], in double precision. */
function momentsOf(values: Float32Array, count: number): { mean: Float32Array; deviation: Float32Array } {
  const size = values.length / count;
  const means = new Float64Array(size);
  const squares = new Float64Array(size);
  // Plain loops: these are tens of millions of numbers, and the event loop waits.
  for (let from = 0; from < values.length; from += size) {
    for (let at = 0; at < size; at++) means[at] = (means[at] as number) + (values[from + at] as number);
  }
  for (let at = 0; at < size; at++) means[at] = (means[at] as number) / count;
  for (let from = 0; from < values.length; from += size) {
    for (let at = 0; at < size; at++) {
      const apart = (values[from + at] as number) - (means[at] as number);
      squares[at] = (squares[at] as number) + apart * apart;
    }
  }
  return {
    mean: Float32Array.from(means),
    deviation: Float32Array.from(squares, (sum) => Math.sqrt(sum / count)),
  };
}
