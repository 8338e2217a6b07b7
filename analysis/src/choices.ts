/** Names that settings may have. Light: a command line reads them for its help, before anything else is loaded. */
export {
  ABLATION_METHODS,
  ABLATION_SITES,
  KNOCKOUT_QUERIES,
  LATER_THOUGHTS,
  TWIN_SITES,
} from './experiments/arms/names.js';
export { PROTOCOLS } from './words/protocol.js';
