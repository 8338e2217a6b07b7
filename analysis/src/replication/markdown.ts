import type { ReplicationResults } from './results.js';

const fixed = (value: number | null, digits = 3): string =>
  value === null ? '-' : value.toFixed(digits).replace('-', '−');
const pText = (p: number | null): string => {
  if (p === null) return '-';
  return p < 0.001 ? p.toExponential(1).replace('-', '−') : p.toFixed(3);
};

/** The stages as a table in Markdown, one row a stage. */
export function replicationTable({ stages }: ReplicationResults): string {
  const rows = stages.map((each) => {
    const { interval } = each.conditional;
    const range = interval === null ? '-' : `${fixed(interval[0])} .. ${fixed(interval[1])}`;
    return [
      String(each.stage),
      each.mended,
      String(each.problems),
      fixed(each.pooled.r),
      pText(each.pooled.p),
      fixed(each.within_position.r),
      `${fixed(each.conditional.r)} (${range})`,
      pText(each.conditional.p),
      each.conclusion,
    ];
  });
  const head = [
    '',
    'mended',
    'n',
    'pooled r',
    'naive p',
    'within-position r',
    'conditional r (95 %)',
    'permutation p',
    'a reader concludes',
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
