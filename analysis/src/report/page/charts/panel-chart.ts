import type { Figure, Panel } from '../../../words/figure.js';
import type { Theme } from '../theme.js';
import { barsChart, curvesChart } from './bars.js';
import type { PanelChart } from './chart-js.js';
import { forestChart } from './forest.js';
import { matrixChart } from './matrix.js';
import { scatterChart } from './scatter.js';
import { stackChart } from './stack.js';
import { waterfallChart } from './waterfall.js';

/** The chart of a panel; `choose` is told the problem whose point or cell was clicked. */
export function panelChart(
  panel: Panel,
  { legend }: Pick<Figure, 'legend'>,
  theme: Theme,
  choose: (problem: string) => void,
): PanelChart {
  switch (panel.kind) {
    case 'bars':
      return barsChart(panel, theme);
    case 'curves':
      return curvesChart(panel, theme);
    case 'matrix':
      return matrixChart(panel, theme, choose);
    case 'stack':
      return stackChart(panel, theme);
    case 'waterfall':
      return waterfallChart(panel, theme);
    case 'scatter':
      return scatterChart(panel, legend, theme, choose);
    case 'forest':
      return forestChart(panel, theme);
  }
}
