import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { releasesSchema, shippedPackages, type Releases } from './dependencies';

/** `npm run released -- <package…>`: notes when the locked version of each was released, and its last one. */
const FILE = join(__dirname, 'releases.json');
const LOCK = join(__dirname, '..', '..', 'package-lock.json');
const timesSchema = z.record(z.string(), z.string());

function releaseOf(name: string, version: string): Releases[string] {
  const { stdout, status } = spawnSync('npm', ['view', name, 'time', '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the registry does not tell of ${name}`);
  const times = timesSchema.parse(JSON.parse(stdout));
  const dayOf = (moment = ''): string => moment.slice(0, 'YYYY-MM-DD'.length);
  const stable = Object.entries(times).filter(([of]) => /^\d+\.\d+\.\d+$/.test(of));
  const last = stable.map(([, at]) => dayOf(at)).sort();
  return { version, released: dayOf(times[version]), last: last.at(-1) ?? '' };
}

const packages = shippedPackages(JSON.parse(readFileSync(LOCK, 'utf8')));
const releases: Releases = releasesSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
for (const name of process.argv.slice(2)) {
  const known = packages.find((one) => one.name === name && one.direct);
  if (!known) throw new Error(`${name} is no package of package.json`);
  releases[name] = releaseOf(name, known.version);
}
const sorted = Object.fromEntries(Object.entries(releases).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
