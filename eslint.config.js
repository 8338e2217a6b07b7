import tseslint from 'typescript-eslint';

const ONE_RUNTIME =
  'Import it from server/src/engine/onnx-runtime.ts, which switches its telemetry off first.';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'proto/src/gen/**', 'analysis/canvas/**', 'runs/**'] },
  {
    files: ['**/src/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers in messages and sentences are the daily bread of this project.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `test(...)` of node:test returns a promise that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it', 'suite'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: 'onnxruntime-node', allowTypeImports: true, message: ONE_RUNTIME }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "ImportExpression[source.value='onnxruntime-node']", message: ONE_RUNTIME },
      ],
    },
  },
  {
    files: ['server/src/engine/onnx-runtime.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
