// Runs the compiled tests with Node's own runner: all of them, or those whose path has one of the given words.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const words = process.argv.slice(2);
const files = ['proto', 'models', 'server', 'analysis', 'client-cli', 'test']
  .map((workspace) => join(workspace, 'dist'))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.test.js') && words.every((word) => path.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`no test file has ${words.join(' and ')} in its path`);
  process.exit(2);
}
// A test that hangs is a failure, not a reason to wait for ever.
const runner = spawn(process.execPath, ['--test', '--test-timeout=300000', ...files], { stdio: 'inherit' });
runner.on('exit', (code, signal) => process.exit(signal ? 1 : code));
