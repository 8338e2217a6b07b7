export { numberIn, stepResults } from '../../datasets/step-results.js';
