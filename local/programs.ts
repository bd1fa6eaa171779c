import { dirname, join, relative } from 'node:path';
import { ROOT, contentKey, madeOnce } from '../lib/stack/made-once';
import { makeBy } from '../lib/stack/make-by';

/** What programs are made of: code, compiler settings, the bundler as locked and as installed. */
const SOURCES = [
  'bin',
  'lib',
  'local',
  'simulators',
  'wsdl',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];

/**
 * One of our programs as a file that Node runs as it is: to start it costs a third of what it costs from its sources,
 * which are read and compiled one by one. It is made again when one of its sources changes, and only then.
 * @param file its TypeScript file in the repository; what it is made of lies in its own folder or in {@link SOURCES}
 * @returns path of a JavaScript file, which ends as the TypeScript file's does: `…/bin/cli.js`
 */
export function program(file: string): string {
  const path = relative(ROOT, file);
  const script = path.replace(/\.ts$/, '.js');
  const sources = [...SOURCES, dirname(path)];
  const folder = madeOnce(
    'program',
    // Its sources are told where they lie: a repository that was moved, or copied, with it has to make its own.
    () => contentKey(sources, path, ROOT),
    (draft) => {
      const maker = join(__dirname, 'bundling', 'make.ts');
      makeBy(path, maker, path, join(draft, script), ...sources);
    },
  );
  return join(folder, script);
}
