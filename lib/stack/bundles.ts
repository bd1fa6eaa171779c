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

// soap's own HTTP client is never used: lib/giav/transport.ts takes its place.
const NO_AXIOS = join(ROOT, 'lib/giav/no-axios.ts');
const OPTIONS: BuildOptions = {
  bundle: true,
  minify: true,
  treeShaking: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  loader: { '.wsdl': 'text', '.css': 'text' },
  alias: { axios: NO_AXIOS, 'axios-ntlm': NO_AXIOS },
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
