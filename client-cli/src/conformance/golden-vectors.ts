import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AnalysisError } from '@codiscope/analysis';
import { WeightsFile } from '@codiscope/models';
import { z } from 'zod';

/** golden.json as the official implementation's run wrote it; thoughts are counted from 0 there. */
const questionSchema = z.object({
  question: z.string(),
  input_ids: z.array(z.number().int()),
  tokens: z.array(z.number().int()),
  z: z.array(z.array(z.number())),
  ablations: z.array(
    z.object({
      layer: z.number().int(),
      thoughts: z.array(z.number().int()),
      mode: z.enum(['recompute', 'hold']),
      tokens: z.array(z.number().int()),
    }),
  ),
  /** The origin's protocol; its "tokens" are counted from 0, BOT being the first. */
  origin: z.object({
    tokens: z.array(z.number().int()),
    ablations: z.array(z.object({ thought: z.number().int(), tokens: z.array(z.number().int()) })),
  }),
});

/** What the official implementation gave for one question. */
export type GoldenQuestion = z.infer<typeof questionSchema>;
/** One of its ablations. */
export type GoldenAblation = GoldenQuestion['ablations'][number];

/** A folder of golden vectors: `golden.json` and `golden.safetensors`. */
export class GoldenVectors {
  private constructor(
    readonly questions: readonly GoldenQuestion[],
    private readonly tensors: WeightsFile,
  ) {}

  static async open(directory: string): Promise<GoldenVectors> {
    const path = join(directory, 'golden.json');
    let questions: GoldenQuestion[];
    try {
      questions = z
        .array(questionSchema)
        .min(1)
        .parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (cause) {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        `${path} holds no golden vectors; give the folder of golden.json and golden.safetensors`,
        { cause },
      );
    }
    return new GoldenVectors(questions, await WeightsFile.open(join(directory, 'golden.safetensors')));
  }

  /** A tensor of question `index` (from 0), such as "logits" or "attn_eot"; null when the file has none. */
  async tensor(
    index: number,
    name: string,
  ): Promise<{ shape: readonly number[]; data: Float32Array } | null> {
    const key = `q${index}.${name}`;
    const stored = this.tensors.tensors.get(key);
    return stored ? { shape: stored.shape, data: await this.tensors.read(key) } : null;
  }

  /** The same; throws `BAD_ARGUMENT` when the file has none, so that nothing passes because it was not compared. */
  async requiredTensor(
    index: number,
    name: string,
  ): Promise<{ shape: readonly number[]; data: Float32Array }> {
    const tensor = await this.tensor(index, name);
    if (tensor) return tensor;
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `golden.safetensors has no q${index}.${name}; give the file that belongs to golden.json`,
    );
  }

  async close(): Promise<void> {
    await this.tensors.close();
  }
}
