/**
 * ONNX Runtime, without its telemetry: version 1.30 reports to its maker unless ORT_DISABLE_TELEMETRY is set in the
 * process's environment when its native library is loaded. Nothing else imports the package's values (a lint rule).
 *
 * A worker thread's `process.env` is a copy that native code does not see. So the main thread imports this too,
 * before it starts a worker.
 */
import type * as Runtime from 'onnxruntime-node';

import { ServerError } from '../errors.js';

process.env.ORT_DISABLE_TELEMETRY = '1';

// A static import would be carried out before the line above.
const runtime = await import('onnxruntime-node').catch((cause: unknown) => {
  const { platform, arch } = process;
  const fact = `ONNX Runtime cannot be loaded on ${platform} ${arch}: ${firstLine(cause)}`;
  const remedy =
    'install codiscope again (`npm ci`), or use a machine that onnxruntime-node has binaries for';
  throw new ServerError('FAILED_PRECONDITION', 'RUNTIME_NOT_LOADED', `${fact}; ${remedy}`, { cause });
});

export const InferenceSession: Runtime.InferenceSessionFactory = runtime.InferenceSession;
export const Tensor: Runtime.TensorConstructor = runtime.Tensor;

export type InferenceSession = Runtime.InferenceSession;
export type Tensor = Runtime.Tensor;

/** Node adds a stack of files to the message of a module that is not found. */
function firstLine(cause: unknown): string {
  return String(cause).split('\n', 1).join();
}
