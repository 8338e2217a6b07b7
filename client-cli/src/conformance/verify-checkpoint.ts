import { AnalysisError } from '@codiscope/analysis';
import {
  AttentionQuery,
  CodiError,
  decodeTensor,
  HeadReduction,
  KeyReduction,
  Later,
  Protocol,
  Site,
  type Capture,
  type CodiClient,
  type Rollout,
  type Tensor,
  type Variant,
} from '@codiscope/proto';

import { ConformanceReport } from './conformance-report.js';
import type { GoldenAblation, GoldenQuestion, GoldenVectors } from './golden-vectors.js';

const EVERYTHING: Capture = {
  attention: {
    queries: [AttentionQuery.THOUGHTS, AttentionQuery.EOT, AttentionQuery.ANSWER],
    layers: [],
    heads: HeadReduction.NONE,
    keys: KeyReduction.NONE,
  },
  residuals: { sites: [Site.EMBED, Site.RESID_POST, Site.FINAL_NORM], layers: [] },
  logits: true,
  variantIds: [],
  lens: undefined,
};

const LOGITS: Capture = {
  attention: undefined,
  residuals: undefined,
  logits: true,
  variantIds: [],
  lens: undefined,
};

/** What the comparisons of one golden question need. */
interface Verification {
  readonly client: CodiClient;
  readonly architecture: string;
  readonly golden: GoldenVectors;
  /** From 0. */
  readonly index: number;
  readonly question: GoldenQuestion;
  readonly report: ConformanceReport;
  readonly signal: AbortSignal;
}

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
  }
  return report;
}

async function run(
  { client, question, signal }: Verification,
  variants: Variant[],
  capture: Capture,
): Promise<Map<string, Rollout>> {
  const rollouts = new Map<string, Rollout>();
  const request = {
    id: '',
    question: { $case: 'text' as const, value: question.question },
    goldAnswer: undefined,
    protocol: Protocol.OFFICIAL,
    decoding: { maxNewTokens: question.tokens.length },
    variants,
    capture,
  };
  for await (const { variantId, outcome } of client.rollout(request, { signal })) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) rollouts.set(variantId, outcome.value);
  }
  return rollouts;
}

function existing(rollouts: Map<string, Rollout>, id: string): Rollout {
  const rollout = rollouts.get(id);
  if (!rollout)
    throw new AnalysisError('BAD_RESULTS', `the server gave no result for ${id}; look into its log`);
  return rollout;
}

/** A captured tensor's numbers; none, which agrees with nothing, when the server left it out. */
function numbersOf(tensor: Tensor | undefined): Float32Array {
  return tensor ? Float32Array.from(decodeTensor(tensor).data) : new Float32Array(0);
}

async function verifyBaseline(verification: Verification): Promise<void> {
  const { client, golden, index, question, report, signal } = verification;
  const where = `question ${index + 1}`;
  const { ids } = await client.tokenize(question.question, { signal });
  report.tokens('question tokens', where, ids, question.input_ids);
  const rollout = existing(await run(verification, [], EVERYTHING), 'baseline');
  report.tokens('baseline tokens', where, rollout.tokens, question.tokens);
  const logits = await golden.requiredTensor(index, 'logits');
  report.numbers('baseline logits', where, numbersOf(rollout.logits), logits.data);
  await compareThoughts(verification, rollout);
  for (const row of rollout.attention) {
    const name = attentionName(row.query, row.number);
    const expected = name === null ? null : await golden.tensor(index, name);
    if (expected)
      report.numbers('attention rows', `${where}, ${name ?? ''}`, numbersOf(row.weights), expected.data);
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
  const [thoughts = 0, entries = 0, width = 0] = expected.shape;
  const vectors = (site: Site, layer: number): ((thought: number) => Float32Array) => {
    const found = rollout.residuals.find((residuals) => residuals.site === site);
    if (!found?.values)
      throw new AnalysisError('BAD_RESULTS', 'the server captured no residuals; look into its log');
    const { shape, data } = decodeTensor(found.values);
    const stride = shape[1] as number;
    return (thought) =>
      data.subarray((thought * stride + layer) * width, (thought * stride + layer + 1) * width);
  };
  for (let thought = 0; thought < thoughts; thought++) {
    const where = `question ${index + 1}, thought ${thought + 1}`;
    report.numbers(
      'thoughts (x_k)',
      where,
      vectors(Site.EMBED, 0)(thought),
      Float32Array.from(question.z[thought] ?? []),
    );
    // GPT-2's first entry has the learned position added; x_k itself is compared above.
    for (let entry = architecture === 'gpt2' ? 1 : 0; entry < entries; entry++) {
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

async function verifyAblations(verification: Verification): Promise<void> {
  const { golden, index, question, report } = verification;
  const idOf = ({ mode, layer, thoughts }: GoldenAblation): string =>
    `${mode === 'hold' ? 'hold' : 'abl'}.l${layer}.t${thoughts.join('_')}`;
  const variants = question.ablations.map((ablation): Variant => ({
    id: idOf(ablation),
    thoughts: undefined,
    interventions: [
      {
        site: Site.RESID_POST,
        layers: [ablation.layer],
        thoughts: ablation.thoughts.map((thought) => thought + 1),
        method: { $case: 'zero', value: {} },
        later: ablation.mode === 'hold' ? Later.HOLD : Later.RECOMPUTE,
      },
    ],
  }));
  const rollouts = await run(verification, variants, LOGITS);
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
