import { entryAt } from '@codiscope/models/required';

/** log(sum(exp(logits))), in double precision. */
export function logSumExp(logits: Float32Array): number {
  let largest = -Infinity;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

/** The logit of `token` minus the largest of the others. */
export function marginOf(logits: Float32Array, token: number): number {
  let best = -Infinity;
  logits.forEach((logit, index) => {
    if (index !== token && logit > best) best = logit;
  });
  return entryAt(logits, token, 'the logit of a token') - best;
}

/** KL(p || q) in nats of the softmax distributions of two rows of logits; never negative. */
export function kullbackLeibler(p: Float32Array, q: Float32Array): number {
  if (p.length !== q.length) throw new Error(`rows of ${p.length} and ${q.length} logits cannot be compared`);
  const normP = logSumExp(p);
  const normQ = logSumExp(q);
  let sum = 0;
  for (let token = 0; token < p.length; token++) {
    const logP = (p[token] as number) - normP;
    sum += Math.exp(logP) * (logP - ((q[token] as number) - normQ));
  }
  return Math.max(0, sum);
}

/** A token and its natural log-probability. */
export interface TokenLogProb {
  readonly token: number;
  readonly logProb: number;
}

/** The `count` most likely tokens with their log-probabilities, likeliest first; ties by token id. */
export function topTokens(logits: Float32Array, count: number): TokenLogProb[] {
  const norm = logSumExp(logits);
  const best: number[] = [];
  // A vocabulary is long and `count` short: only a token above the last of the best so far is put in its place.
  logits.forEach((logit, token) => {
    if (best.length === count && logit <= (logits[best[count - 1] as number] as number)) return;
    let place = best.length;
    while (place > 0 && logit > (logits[best[place - 1] as number] as number)) place--;
    best.splice(place, 0, token);
    if (best.length > count) best.pop();
  });
  return best.map((token) => ({ token, logProb: (logits[token] as number) - norm }));
}
