/**
 * Reads what `buf curl` prints for a Rollout (JSON objects one after another) on stdin and prints the parts that the
 * Python and TypeScript clients print, in the same form.
 */
import { readFileSync } from 'node:fs';

const results = JSON.parse(`[${readFileSync(0, 'utf8').replaceAll(/^}\s*{/gm, '},{')}]`);
const summary = Object.fromEntries(
  results.map(({ variantId, rollout: { text, scores, attention } }) => {
    const [{ keyGroups, weights }] = attention;
    const bytes = Uint8Array.from(Buffer.from(weights.data, 'base64'));
    const values = new Float32Array(bytes.buffer);
    return [
      variantId,
      {
        text,
        gold_log_prob: scores.goldLogProb ?? 0,
        kl_from_baseline: scores.klFromBaseline ?? 0,
        attention: Object.fromEntries(keyGroups.map((name, index) => [name, values[index]])),
      },
    ];
  }),
);
console.log(JSON.stringify(summary));
