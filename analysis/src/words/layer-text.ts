/** A layer and what it is called: "7 (late)", or "7" where the name says nothing more. */
export function layerText({ layer, name }: { readonly layer: number; readonly name: string }): string {
  return name === '' || name === String(layer) ? String(layer) : `${layer} (${name})`;
}
