import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'esbuild';
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

function make(directory: string): void {
  const script = join(__dirname, 'bundling', 'make.ts');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, directory], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundles cannot be made:\n${stderr}`);
}

/**
 * The bundles of all functions: a folder that holds `<function>/index.js` for each file of `functions/`. They are made
 * again when one of their sources changes, and only then: a stack is synthesised far more often than that.
 */
export const bundles = (): string => madeOnce('bundles', () => contentKey(SOURCES, version), make);

/** Of each bundle, by the name of its function: how many bytes of each file it holds. */
export type BundleParts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const bundleParts = (): BundleParts =>
  JSON.parse(readFileSync(join(bundles(), 'parts.json'), 'utf8')) as BundleParts;
