import { homedir } from 'node:os';
import { join } from 'node:path';

/** The process's environment variables, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where merged weights are kept: `CODISCOPE_CACHE`, else the system's folder for caches. May be deleted any time. */
export function defaultCacheDir(env: Environment = process.env, platform = process.platform): string {
  if (env.CODISCOPE_CACHE) return env.CODISCOPE_CACHE;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'codiscope');
  if (platform === 'win32') return join(windowsFolder(env), 'codiscope', 'Cache');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'codiscope');
}

/** Where the user's models are kept: `CODISCOPE_DATA`, else the system's folder for an application's data. */
export function defaultDataDir(env: Environment = process.env, platform = process.platform): string {
  if (env.CODISCOPE_DATA) return env.CODISCOPE_DATA;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'codiscope');
  if (platform === 'win32') return join(windowsFolder(env), 'codiscope', 'Data');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'codiscope');
}

function windowsFolder(env: Environment): string {
  return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
}
