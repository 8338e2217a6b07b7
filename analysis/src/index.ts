export * from './errors.js';
export * from './thought.js';
export * from './datasets/index.js';
export * from './results/ablation.js';
export * from './results/attention.js';
