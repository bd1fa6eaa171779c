import * as z from 'zod';
import type { BundleParts } from '../../lib/stack/bundles';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      // Old packages list several.
      license: z
        .union([z.string(), z.array(z.string()).transform((all) => all.join(' OR '))])
        .optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** A package that ships, as package-lock.json has it. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX; empty where the package does not say. */
  readonly licence: string;
  /** In package.json itself. */
  readonly direct: boolean;
  readonly installScript: boolean;
}

const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

/** All packages of production, those that others bring along included. @param lock the parsed package-lock.json */
export function shippedPackages(lock: unknown): ShippedPackage[] {
  const { packages } = lockSchema.parse(lock);
  const direct = new Set(Object.keys(packages['']?.dependencies ?? {}));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { version = '', license = '', hasInstallScript = false }]) => ({
      name: nameOf(path),
      version,
      licence: license,
      direct: direct.has(nameOf(path)) && path === `node_modules/${nameOf(path)}`,
      installScript: hasInstallScript,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Bytes of each package in each bundle, by package and by function. */
export function sizesOf(parts: BundleParts): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const sizes = new Map<string, Map<string, number>>();
  for (const [bundle, files] of Object.entries(parts))
    for (const [file, bytes] of Object.entries(files)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
      if (name === undefined || bytes === 0) continue;
      const of = sizes.get(name) ?? new Map<string, number>();
      sizes.set(name, of.set(bundle, (of.get(bundle) ?? 0) + bytes));
    }
  return sizes;
}

/** When versions were released, by package: written by `npm run released`, which asks the registry. */
export const releasesSchema = z.record(
  z.string(),
  z.strictObject({ version: z.string(), released: z.iso.date(), last: z.iso.date() }),
);
export type Releases = z.infer<typeof releasesSchema>;
