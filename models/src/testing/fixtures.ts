import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of a file or folder in `models/fixtures`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

/** Reads a JSON file that Python wrote. */
export function fixtureJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The random LLaMA checkpoint whose numbers the official implementation computed. */
export const goldenLlama = fileURLToPath(new URL('../../../test/fixtures/golden/llama', import.meta.url));

/** The random GPT-2 checkpoint whose numbers the official implementation computed. */
export const goldenGpt2 = fileURLToPath(new URL('../../../test/fixtures/golden/gpt2', import.meta.url));

/** The embedded model. */
export const codiMini = fileURLToPath(new URL('../../codi-mini', import.meta.url));
