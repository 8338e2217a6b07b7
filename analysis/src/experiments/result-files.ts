/** `token_ablation_results_100.json` for 100 problems. */
export function ablationFileName(problems: number): string {
  return `token_ablation_results_${problems}.json`;
}

/** `attention_weights_100.json` for 100 problems. */
export function attentionFileName(problems: number): string {
  return `attention_weights_${problems}.json`;
}

/** `lens_100.json`. */
export function lensFileName(problems: number): string {
  return `lens_${problems}.json`;
}

/** `routing_100.json`. */
export function routingFileName(problems: number): string {
  return `routing_${problems}.json`;
}

/** `decomposition_100.json`. */
export function decompositionFileName(problems: number): string {
  return `decomposition_${problems}.json`;
}

/** `comparison_100.json`. */
export function comparisonFileName(problems: number): string {
  return `comparison_${problems}.json`;
}

/** `twin_patching_100.json`. */
export function twinFileName(problems: number): string {
  return `twin_patching_${problems}.json`;
}

/** The statistics of a run. */
export const SUMMARY_FILE_NAME = 'summary_statistics.json';
