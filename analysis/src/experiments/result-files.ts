/** `token_ablation_results_100.json` for 100 problems. */
export function ablationFileName(problems: number): string {
  return `token_ablation_results_${problems}.json`;
}

/** `attention_weights_100.json` for 100 problems. */
export function attentionFileName(problems: number): string {
  return `attention_weights_${problems}.json`;
}

/** The statistics of a run. */
export const SUMMARY_FILE_NAME = 'summary_statistics.json';
