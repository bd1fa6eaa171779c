import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasesSchema, shippedPackages } from '../../bin/documents/dependencies';

const ROOT = join(__dirname, '..', '..');
const parsed = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const packages = shippedPackages(parsed('package-lock.json'));

/** Licences that ask for nothing but to be named. */
const ALLOWED = ['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
/** The same in other words: the Blue Oak Council's model licence. */
const ALSO_ALLOWED = ['BlueOak-1.0.0'];
const AT_INSTALLATION = ['preinstall', 'install', 'postinstall', 'prepare'];

describe('packages that ship', () => {
  it('are known: all that package.json names, and what those bring along', () => {
    const { dependencies } = parsed('package.json') as { dependencies: Record<string, string> };
    const direct = packages.filter((one) => one.direct);
    expect(Object.fromEntries(direct.map(({ name, version }) => [name, version]))).toEqual(
      dependencies,
    );
    expect(packages.length).toBeGreaterThan(80);
  });

  it('have a licence that asks for nothing but to be named', () => {
    const others = packages.filter(
      ({ licence }) => ![...ALLOWED, ...ALSO_ALLOWED].includes(licence),
    );
    expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
  });

  it('run no script at their installation, by the lock and as they are installed', () => {
    const locked = packages.filter(({ installScript }) => installScript);
    expect(locked.map(({ name }) => name)).toEqual([]);
    const lock = parsed('package-lock.json') as { packages: Record<string, { dev?: boolean }> };
    const paths = Object.keys(lock.packages).filter(
      (path) => path !== '' && lock.packages[path]?.dev !== true,
    );
    const running = paths.flatMap((path) => {
      const { scripts = {} } = installedAt(path);
      // `prepare` runs at the installation of what comes from git only; none does.
      return AT_INSTALLATION.filter((name) => name !== 'prepare' && name in scripts).map(
        (name) => `${path}: ${name}`,
      );
    });
    expect(running).toEqual([]);
  });

  it('come from the registry: from no repository, no folder, no address', () => {
    const { dependencies } = parsed('package.json') as { dependencies: Record<string, string> };
    for (const [name, version] of Object.entries(dependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/) as string]);
  });
});

function installedAt(path: string): { scripts?: Record<string, string> } {
  try {
    return parsed(`${path}/package.json`) as { scripts?: Record<string, string> };
  } catch {
    // For another platform: not installed here.
    return {};
  }
}

describe('the releases that are noted', () => {
  const releases = releasesSchema.parse(parsed('bin/documents/releases.json'));

  it('are of the versions that are locked: npm run released -- <package…>', () => {
    const versions = new Map(packages.map(({ name, version }) => [name, version]));
    for (const [name, { version }] of Object.entries(releases))
      expect([name, versions.get(name)]).toEqual([name, version]);
  });

  it('are there for every package of few people: the SDK, its helpers and zod are looked after', () => {
    const few = packages.filter(
      ({ name, direct }) =>
        direct && !/^@aws-|^@smithy\/|^aws-|^zod$|^hono$|^commander$/.test(name),
    );
    expect(few.map(({ name }) => name).filter((name) => !(name in releases))).toEqual([]);
  });
});
