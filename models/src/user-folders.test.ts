import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultCacheDir, defaultDataDir } from './user-folders.js';

const home = homedir();
const rows: [env: Record<string, string>, platform: NodeJS.Platform, cache: string, data: string][] = [
  [{ CODISCOPE_CACHE: '/c', CODISCOPE_DATA: '/d' }, 'linux', '/c', '/d'],
  [{ XDG_CACHE_HOME: '/x/c', XDG_DATA_HOME: '/x/d' }, 'linux', '/x/c/codiscope', '/x/d/codiscope'],
  [{ XDG_CACHE_HOME: '' }, 'linux', join(home, '.cache/codiscope'), join(home, '.local/share/codiscope')],
  [{}, 'darwin', join(home, 'Library/Caches/codiscope'), join(home, 'Library/Application Support/codiscope')],
  [{ LOCALAPPDATA: '/l' }, 'win32', join('/l/codiscope/Cache'), join('/l/codiscope/Data')],
];

for (const [env, platform, cache, data] of rows) {
  test(`folders on ${platform} with ${JSON.stringify(env)}`, () => {
    assert.equal(defaultCacheDir(env, platform), cache);
    assert.equal(defaultDataDir(env, platform), data);
  });
}
