import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a command reads of each package; a model's weights are linked to, everything that a test may take away is copied. */
const COPIED = {
  proto: ['package.json', 'dist', 'third_party', 'codi.binpb'],
  models: ['package.json', 'dist'],
  server: ['package.json', 'dist'],
  'client-cli': ['package.json', 'dist', 'bin'],
};

/** Packages of the project by the names under which they are imported. */
const NAMES = { proto: 'proto', models: 'models', server: 'server', 'client-cli': 'cli' };

/**
 * Copies the installation into an empty folder, so that a test may break it while others use the real one. Gives the
 * path of its `codi`. Packages from the registry are links: one is taken away by removing its link.
 */
export function copyInstallation(folder: string): string {
  for (const [name, parts] of Object.entries(COPIED)) {
    for (const part of parts) cpSync(join(ROOT, name, part), join(folder, name, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'models/codi-mini'), join(folder, 'models/codi-mini'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@codiscope'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@codiscope') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const [directory, name] of Object.entries(NAMES))
    symlinkSync(join(folder, directory), join(modules, '@codiscope', name));
  symlinkSync(join(ROOT, 'analysis'), join(modules, '@codiscope/analysis'));
  return join(folder, 'client-cli/bin/run.js');
}

/** Takes a file, a folder or a link of a copied installation away. */
export function remove(folder: string, path: string): void {
  rmSync(join(folder, path), { recursive: true });
}
