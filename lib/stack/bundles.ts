import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'esbuild';
import { contentKey, madeOnce } from './made-once';
import { makeBy } from './make-by';

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

/**
 * The bundles of all functions: a folder that holds `<function>/index.js` for each file of `functions/`. They are made
 * again when one of their sources changes, and only then: a stack is synthesised far more often than that.
 */
export const bundles = (): string =>
  madeOnce(
    'bundles',
    () => contentKey(SOURCES, version),
    (draft) => {
      makeBy('the bundles', join(__dirname, 'bundling', 'make.ts'), draft);
    },
  );

/** Of each bundle, by the name of its function: how many bytes of each file it holds. */
export type BundleParts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const bundleParts = (): BundleParts =>
  JSON.parse(readFileSync(join(bundles(), 'parts.json'), 'utf8')) as BundleParts;
