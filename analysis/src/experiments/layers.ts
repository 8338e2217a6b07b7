import type { GetModelResponse } from '@codiscope/proto';

import { badSetting } from '../words/errors.js';
import type { LayerIndex } from '../words/thought.js';

/** A layer that is read, and what it is called. */
export interface NamedLayer {
  readonly layer: LayerIndex;
  readonly name: string;
}

const PRESETS = ['early', 'middle', 'late'] as const;

/**
 * A layer by preset name or number, counted from 0.
 *
 * @param setting what is named in the error, such as `layer`.
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function parseLayer(text: string, setting: string, model: GetModelResponse, more = ''): NamedLayer {
  const presets: Record<string, number | undefined> = { ...model.presets };
  const layer = presets[text] ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN);
  if (layer < model.layers) return { layer: layer as LayerIndex, name: text };
  throw badSetting(
    setting,
    `has "${text}"; use ${PRESETS.join(', ')}${more}, or a layer from 0 to ${model.layers - 1} (${model.id} has ${model.layers}).`,
  );
}

/** A list of layers, each once, in order of depth; "all" means every layer, presets under their names. */
export function parseLayers(text: string, model: GetModelResponse): NamedLayer[] {
  const presets = PRESETS.map((name) => parseLayer(name, 'layers', model));
  const wanted = text.split(',').flatMap((part) => {
    const names =
      part.trim() === 'all'
        ? Array.from({ length: model.layers }, (_, layer) => String(layer))
        : [part.trim()];
    return names.map((name) => parseLayer(name, 'layers', model, ', all'));
  });
  const byDepth = new Map<number, NamedLayer>();
  for (const { layer, name } of wanted) {
    const preset = presets.find((each) => each.layer === layer);
    byDepth.set(layer, { layer, name: preset?.name ?? name });
  }
  return [...byDepth.values()].sort((a, b) => a.layer - b.layer);
}
