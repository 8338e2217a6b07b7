import { matchProblems } from '../summary/index.js';
import { attentionMass } from './figures/attention-mass.js';
import { attentionScatter } from './figures/attention-scatter.js';
import { betweenWithin } from './figures/between-within.js';
import { decompositionWaterfall } from './figures/decomposition-waterfall.js';
import { dropHeatmap } from './figures/drop-heatmap.js';
import { headMap } from './figures/head-map.js';
import { importanceFigure } from './figures/importance.js';
import { lensSteps } from './figures/lens-steps.js';
import { methodComparison } from './figures/method-comparison.js';
import { positionCorrelations } from './figures/position-correlations.js';
import { routingMap } from './figures/routing-map.js';
import { truncationCurve } from './figures/truncation-curve.js';
import { twinPatching } from './figures/twin-patching.js';
import { lensCounts, saidProblems } from './known/lens-reads.js';
import type { ReportInputs } from './report-inputs.js';
import type { Figure } from './shared/figure.js';
import { nearestLayer } from './shared/nearest-layer.js';

/** All figures that the run has results for, in the order of the page. */
export function reportFigures(inputs: ReportInputs): Figure[] {
  const { summary, ablation, attention, lens, routing, decomposition, comparison, twins, dataset } = inputs;
  const { analysed } = matchProblems(ablation, attention);
  const lensLayer = lens?.layers.at(-1)?.layer ?? 0;
  const routingLayer =
    routing?.layers[nearestLayer(routing.layers, ablation.layer ?? summary.late_layer)]?.layer;
  const figures: (Figure | null)[] = [
    importanceFigure(summary),
    truncationCurve(ablation),
    dropHeatmap(summary, analysed),
    attentionScatter(summary, analysed),
    betweenWithin(summary, analysed),
    positionCorrelations(summary, attention.layers),
    headMap(attention, analysed),
    attentionMass(attention),
    lens && lensSteps(lensCounts(saidProblems(lens, dataset, lensLayer)), lens.thoughts, lensLayer),
    routing && routingMap(routing, routingLayer ?? 0),
    decomposition && decompositionWaterfall(decomposition),
    twins && twinPatching(twins),
    comparison && methodComparison(comparison),
  ];
  return figures.filter((figure) => figure !== null);
}
