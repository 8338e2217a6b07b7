import { createRequire } from 'node:module';

/** The version of `codi`. */
export const codiscopeVersion = (createRequire(import.meta.url)('../package.json') as { version: string })
  .version;
