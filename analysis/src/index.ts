/** Datasets, experiments, statistics, figures and run folders. */
export * from './errors.js';
export * from './thought.js';
export * from './datasets/index.js';
export * from './experiments/index.js';
export type { FigureNotDrawn } from './figures/index.js';
export * from './games/index.js';
export * from './planning/index.js';
export * from './results/ablation.js';
export * from './results/attention.js';
export * from './results/comparison.js';
export * from './results/decomposition.js';
export * from './results/lens.js';
export * from './results/protocol.js';
export * from './results/routing.js';
export * from './results/twins.js';
export * from './results/precision.js';
export * from './runs/index.js';
export * from './summary/index.js';
