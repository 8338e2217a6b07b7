import { AnalysisError } from '@codiscope/analysis';
import { isFamilyName, type FamilyName } from '@codiscope/models';
import {
  AttentionQuery,
  decodeTensor,
  Later,
  Site,
  type CaptureInit,
  type CodiClient,
  type Rollout,
} from '@codiscope/proto';

import { entryAt } from '@codiscope/models/required';
import { ConformanceReport } from './conformance-report.js';
import type { GoldenAblation, GoldenVectors } from './golden-vectors.js';
import { existing, LOGITS, numbersOf, runGolden, type Verification } from './verification.js';
import { verifyOrigin } from './verify-origin.js';

const EVERYTHING: CaptureInit = {
  attention: { queries: [AttentionQuery.THOUGHTS, AttentionQuery.EOT, AttentionQuery.ANSWER] },
  residuals: { sites: [Site.EMBED, Site.RESID_POST, Site.FINAL_NORM] },
  logits: true,
};

/** Runs every golden question on the server and compares what comes back with what the official code gave. */
export async function verifyCheckpoint(
  client: CodiClient,
  golden: GoldenVectors,
  signal: AbortSignal,
): Promise<ConformanceReport> {
  const report = new ConformanceReport();
  const { architecture } = await client.getModel({ signal });
  for (const [index, question] of golden.questions.entries()) {
    const verification = { client, architecture, golden, index, question, report, signal };
    await verifyBaseline(verification);
    await verifyAblations(verification);
    await verifyOrigin(verification);
  }
  return report;
}

async function verifyBaseline(verification: Verification): Promise<void> {
  const { client, golden, index, question, report, signal } = verification;
  const where = `question ${index + 1}`;
  const { ids } = await client.tokenize(question.question, { signal });
  report.tokens('question tokens', where, ids, question.input_ids);
  const rollout = existing(await runGolden(verification, [], EVERYTHING), 'baseline');
  report.tokens('baseline tokens', where, rollout.tokens, question.tokens);
  const logits = await golden.requiredTensor(index, 'logits');
  report.numbers('baseline logits', where, numbersOf(rollout.logits), logits.data);
  await compareThoughts(verification, rollout);
  for (const row of rollout.attention) {
    const name = attentionName(row.query, row.number);
    if (name === null) continue;
    const expected = await golden.tensor(index, name);
    if (expected)
      report.numbers('attention rows', `${where}, ${name}`, numbersOf(row.weights), expected.data);
  }
}

/** The golden name of an attention row, thoughts counted from 0 there; null when it has none. */
function attentionName(query: AttentionQuery, number: number): string | null {
  if (query === AttentionQuery.THOUGHTS) return `attn_thought${number - 1}`;
  if (query === AttentionQuery.EOT) return 'attn_eot';
  return number === 1 ? 'attn_answer1' : null;
}

async function compareThoughts(
  { architecture, golden, index, question, report }: Verification,
  rollout: Rollout,
): Promise<void> {
  const expected = await golden.requiredTensor(index, 'thought_hidden');
  const extentAt = (axis: number): number => entryAt(expected.shape, axis, 'the extent of thought_hidden');
  const [thoughts, entries, width] = [extentAt(0), extentAt(1), extentAt(2)];
  const vectors = (site: Site, layer: number): ((thought: number) => Float32Array) => {
    const found = rollout.residuals.find((residuals) => residuals.site === site);
    if (!found?.values)
      throw new AnalysisError('BAD_RESULTS', 'the server captured no residuals; look into its log');
    const { shape, data } = decodeTensor(found.values);
    const stride = entryAt(shape, 1, 'the layers of captured residuals');
    return (thought) =>
      data.subarray((thought * stride + layer) * width, (thought * stride + layer + 1) * width);
  };
  for (let thought = 0; thought < thoughts; thought++) {
    const where = `question ${index + 1}, thought ${thought + 1}`;
    report.numbers(
      'thoughts (x_k)',
      where,
      vectors(Site.EMBED, 0)(thought),
      Float32Array.from(entryAt(question.z, thought, 'the golden z of a thought')),
    );
    for (let entry = firstEntry(architecture); entry < entries; entry++) {
      // Hugging Face's entries: the input, the output of each block, and the last one after the final norm.
      const found =
        entry === 0
          ? vectors(Site.EMBED, 0)
          : entry === entries - 1
            ? vectors(Site.FINAL_NORM, 0)
            : vectors(Site.RESID_POST, entry - 1);
      const start = (thought * entries + entry) * width;
      const reference = expected.data.subarray(start, start + width);
      report.numbers('residuals at thoughts', `${where}, entry ${entry}`, found(thought), reference);
    }
  }
}

/**
 * Hugging Face's first entry of a slot's hidden states that a server's values can be compared with: GPT-2's entry 0
 * has the learned position added; x_k itself is compared on its own.
 */
const FIRST_ENTRY: Readonly<Record<FamilyName, number>> = { llama: 0, gpt2: 1 };

function firstEntry(architecture: string): number {
  if (isFamilyName(architecture)) return FIRST_ENTRY[architecture];
  throw new AnalysisError(
    'BAD_RESULTS',
    `the server's model is of the family ${architecture}, which this program does not know; use one of the same version`,
  );
}

async function verifyAblations(verification: Verification): Promise<void> {
  const { golden, index, question, report } = verification;
  const idOf = ({ mode, layer, thoughts }: GoldenAblation): string =>
    `${mode === 'hold' ? 'hold' : 'abl'}.l${layer}.t${thoughts.join('_')}`;
  const variants = question.ablations.map((ablation) => ({
    id: idOf(ablation),
    interventions: [
      {
        site: Site.RESID_POST,
        layers: [ablation.layer],
        thoughts: ablation.thoughts.map((thought) => thought + 1),
        method: { $case: 'zero' as const, value: {} },
        later: ablation.mode === 'hold' ? Later.HOLD : Later.RECOMPUTE,
      },
    ],
  }));
  const rollouts = await runGolden(verification, variants, LOGITS);
  for (const ablation of question.ablations) {
    const id = idOf(ablation);
    const rollout = existing(rollouts, id);
    const where = `question ${index + 1}, ${id}`;
    const kind = ablation.mode === 'hold' ? 'hold' : 'recompute';
    report.tokens(`${kind} tokens`, where, rollout.tokens, ablation.tokens);
    const expected = await golden.requiredTensor(index, `${id}.logits`);
    const first = numbersOf(rollout.logits).subarray(0, expected.data.length);
    report.numbers(`${kind} logits`, where, first, expected.data);
  }
}
