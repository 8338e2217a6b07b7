import type { Precision } from '@codiscope/models';
import { Flags } from '@oclif/core';
import type { GetModelResponse } from '@codiscope/proto';

/** The flag; what is served when it is left out is said by the command that has it. */
export const precisionFlag = Flags.option({ options: ['fp32', 'int8'] as const });

/** Whether a model is served in the wanted precision; any will do if none is asked for. */
export function hasPrecision(
  { dtype }: Pick<GetModelResponse, 'dtype'>,
  wanted: Precision | undefined,
): boolean {
  return wanted === undefined || precisionOf(dtype) === wanted;
}

/** The precision that a server's dtype stands for. */
export function precisionOf(dtype: string): Precision {
  return dtype === 'int8' ? 'int8' : 'fp32';
}
