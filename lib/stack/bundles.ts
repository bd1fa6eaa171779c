import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, version, type BuildOptions } from 'esbuild';
import { ROOT, contentKey, madeOnce } from './made-once';

/** All that a bundle is made of: code, compiler settings, libraries as locked and as installed. */
const SOURCES = [
  'functions',
  'lib',
  'wsdl',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];

/** What libraries import and a function never reaches, by what stands in for it. */
const UNUSED = {
  // Its own HTTP client: lib/giav/transport.ts takes its place.
  axios: join(ROOT, 'lib/giav/no-axios.ts'),
  'axios-ntlm': join(ROOT, 'lib/giav/no-axios.ts'),
  // Signatures with certificates, and answers with attachments: GIAV has neither.
  'xml-crypto': join(ROOT, 'lib/giav/no-signatures.ts'),
  formidable: join(ROOT, 'lib/giav/no-attachments.ts'),
  '@aws-sdk/credential-provider-node': join(ROOT, 'lib/runtime/environment-credentials.ts'),
};
const OPTIONS: BuildOptions = {
  bundle: true,
  minify: true,
  treeShaking: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  loader: { '.wsdl': 'text', '.css': 'text' },
  alias: UNUSED,
  logLevel: 'warning',
};

/**
 * The bundles of all functions: a folder that holds `<function>/index.js` for each file of `functions/`. They are made
 * again when one of their sources changes, and only then: a stack is synthesised far more often than that.
 */
export function bundles(): string {
  const key = (): string => contentKey(SOURCES, version);
  return madeOnce('bundles', key, (draft) => {
    const names = readdirSync(join(ROOT, 'functions')).map((file) => file.replace(/\.ts$/, ''));
    const entryPoints = Object.fromEntries(
      names.map((name) => [`${name}/index`, join(ROOT, 'functions', `${name}.ts`)]),
    );
    buildSync({ ...OPTIONS, absWorkingDir: ROOT, entryPoints, outdir: draft });
  });
}
