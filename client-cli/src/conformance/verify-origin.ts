import { AttentionQuery, Protocol, Site } from '@codiscope/proto';

import { existing, numbersOf, runGolden, type Verification } from './verification.js';

/** The layer of the golden ablations in the origin's protocol. */
const LAYER = 3;

/** The origin's protocol: its baseline, its EOT row and its six ablations, of which only the first step was kept. */
export async function verifyOrigin(verification: Verification): Promise<void> {
  const { golden, index, question, report } = verification;
  const { origin } = question;
  const where = `question ${index + 1}`;
  const capture = { logits: true, attention: { queries: [AttentionQuery.EOT] } };
  const idOf = (token: number): string => `token ${token}`;
  const variants = origin.ablations.map(({ thought: token }) => ({
    id: idOf(token),
    interventions: [
      {
        site: Site.RESID_POST,
        layers: [LAYER],
        // Its "token 0" is BOT, "token k" thought k.
        bot: token === 0,
        thoughts: token === 0 ? [] : [token],
        method: { $case: 'zero' as const, value: {} },
      },
    ],
  }));
  const rollouts = await runGolden(verification, [{ id: 'baseline' }, ...variants], capture, Protocol.ORIGIN);
  const baseline = existing(rollouts, 'baseline');
  report.tokens('origin tokens', where, baseline.tokens, origin.tokens);
  const logits = await golden.requiredTensor(index, 'origin.logits');
  report.numbers('origin logits', where, numbersOf(baseline.logits), logits.data);
  const attention = await golden.requiredTensor(index, 'origin.attn_eot');
  report.numbers('origin EOT row', where, numbersOf(baseline.attention[0]?.weights), attention.data);
  for (const { thought: token, tokens } of origin.ablations) {
    const rollout = existing(rollouts, idOf(token));
    const at = `${where}, token ${token}`;
    report.tokens('origin ablation tokens', at, rollout.tokens, tokens);
    const expected = await golden.requiredTensor(index, `origin.abl.t${token}.logits`);
    const first = numbersOf(rollout.logits).subarray(0, expected.data.length);
    report.numbers('origin ablation logits', at, first, expected.data);
  }
}
