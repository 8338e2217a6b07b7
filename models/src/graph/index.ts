export * from './step-contract.js';
export { buildStepModel, type StepModel } from './step-model.js';
