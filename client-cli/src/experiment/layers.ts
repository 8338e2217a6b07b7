import { AnalysisError, type LayerIndex, type NamedLayer } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

/** A layer by preset name or number, counted from 0. */
export function parseLayer(text: string, flag: string, model: GetModelResponse, more = ''): NamedLayer {
  const presets: Record<string, number | undefined> = { ...model.presets };
  const layer = presets[text] ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN);
  if (layer < model.layers) return { layer: layer as LayerIndex, name: text };
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `--${flag} has "${text}"; use early, middle, late${more}, or a layer from 0 to ${model.layers - 1} (${model.id} has ${model.layers}).`,
  );
}

/** A list of layers, each once, in order of depth; "all" means every layer, presets under their names. */
export function parseLayers(text: string, model: GetModelResponse): NamedLayer[] {
  const presets = ['early', 'middle', 'late'].map((name) => parseLayer(name, 'layers', model));
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
