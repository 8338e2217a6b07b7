export * from './step-contract.js';
export * from './readouts/index.js';
export { buildModels, type OnnxModel, type RunnableModels } from './runnable-models.js';
