import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function versionOf(packageFile: string): string {
  return (require(packageFile) as { version: string }).version;
}

/** Version of this package. */
export const serverVersion = versionOf('../package.json');

/** Version of ONNX Runtime. */
export const runtimeVersion = versionOf('onnxruntime-node/package.json');
