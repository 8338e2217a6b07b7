import type { Protocol } from '../words/protocol.js';
import type { AblationSite, KnockoutQueries, LaterThoughts, MethodName } from './arms/names.js';

/** What a whole run is asked for; each experiment hears what means something to it. Undefined: not asked for. */
export interface WholeRunChoice {
  readonly protocol: Protocol;
  readonly site: AblationSite;
  readonly layer?: string | undefined;
  readonly heads?: string | undefined;
  readonly method: MethodName;
  readonly donors?: number | undefined;
  readonly sigma?: number | undefined;
  readonly factor?: number | undefined;
  readonly queries?: KnockoutQueries | undefined;
  readonly methodSeed?: number | undefined;
  /** `gsm-mini`, or a file of problems. */
  readonly fitFrom?: string | undefined;
  readonly fitProblems?: number | undefined;
  readonly sets: string;
  readonly later: LaterThoughts;
  /** Layers of attention and routing. */
  readonly layers: string;
}
