import { sizesOf, type Releases, type ShippedPackage } from './dependencies';
import type { BundleParts } from '../../lib/stack/bundles';
import { table } from './markdown';

/** kB to the nearest five: what changes with every line of code is not written down. */
const STEP = 5;
const shown = (bytes: number): string => {
  if (bytes === 0) return '';
  const kB = STEP * Math.round(bytes / 1000 / STEP);
  return kB === 0 ? `< ${STEP / 2}` : String(kB);
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);

/** The first rows: all that is in each bundle, and what of it is ours. */
function bundleRows(parts: BundleParts): string[][] {
  const bundles = Object.keys(parts).sort();
  const sizeOf = (bundle: string, counts: (file: string) => boolean): string =>
    shown(
      sum(
        Object.entries(parts[bundle] ?? {})
          .filter(([file]) => counts(file))
          .map(([, bytes]) => bytes),
      ),
    );
  const isOurs = (file: string): boolean => !file.includes('node_modules/');
  return [
    ['**all**', '', '', '', ...bundles.map((bundle) => sizeOf(bundle, () => true))],
    ['our own code', '', '', '', ...bundles.map((bundle) => sizeOf(bundle, isOurs))],
  ];
}

/** A package, when it was released, and how much of it is in each bundle. */
function packageRows(parts: BundleParts, releases: Releases) {
  const bundles = Object.keys(parts).sort();
  const sizes = sizesOf(parts);
  return ({ name, version, licence }: ShippedPackage): string[] => [
    name,
    version,
    licence,
    releases[name] ? `${releases[name].released}; ${releases[name].last}` : '',
    ...bundles.map((bundle) => shown(sizes.get(name)?.get(bundle) ?? 0)),
  ];
}

/** docs/dependencies.md: what ships of others, and how much of it is in which bundle. */
export function dependenciesPage(
  packages: readonly ShippedPackage[],
  parts: BundleParts,
  releases: Releases,
): string {
  const bundles = Object.keys(parts).sort();
  const sizes = sizesOf(parts);
  const rowOf = packageRows(parts, releases);
  const head = ['package', 'version', 'licence', 'this version; the last one', ...bundles];
  const inBundle = packages.filter(({ name }) => sizes.has(name));
  const [direct, brought] = [true, false].map((is) => inBundle.filter((one) => one.direct === is));
  const elsewhere = packages.filter(({ name }) => !sizes.has(name));
  return [
    '# Dependencies',
    '',
    'Made by `npm run docs` of package-lock.json and of the bundles as esbuild has made them; tests fail when a package, a version or a licence differs, when a size is off by more than a tenth, when a licence is none of those that are allowed, or when a package runs a script at its installation (`test/stack/dependencies.test.ts`, `test/config/dependencies.test.ts`). Sizes are kB of minified code, to the nearest five; what is left out of libraries, and how, is in `lib/stack/bundling`.',
    '',
    'When versions were released is noted by `npm run released -- <package…>`, which asks the registry, and is looked at when a package is changed: nothing of CI needs the network for it.',
    '',
    '## In the bundles',
    '',
    ...table(head, [...bundleRows(parts), ...(direct ?? []).map(rowOf)]),
    '',
    '## What those bring along into them',
    '',
    ...table(head, (brought ?? []).map(rowOf)),
    '',
    '## Installed and in no bundle',
    '',
    'For the command line, or replaced in the bundles by a few lines that say so.',
    '',
    elsewhere.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join(', ') +
      '.',
    '',
  ].join('\n');
}
