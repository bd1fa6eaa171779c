import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../lib/sync/errors';

export const ROOT = join(__dirname, '..');
const SOURCES = ['bin/app.ts', 'lib', 'functions', 'wsdl', 'package-lock.json', 'cdk.json'];

/** What bin/app.ts reads from the environment. */
const DEPLOYMENT_SETTINGS = [
  'AUTO_SETUP',
  'WRITE_BACK',
  'WRITE_BACK_ACKNOWLEDGE_UNREADABLE',
  'WRITE_BACK_CREATE',
  'WRITE_BACK_WINNER',
] as const;

function hashOf(path: string, into: ReturnType<typeof createHash>): void {
  const full = join(ROOT, path);
  if (!existsSync(full)) return;
  const entries = readdirSync(full, { withFileTypes: true, recursive: false });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) hashOf(inner, into);
    else into.update(inner).update(readFileSync(join(ROOT, inner)));
  }
}

function sourceHash(configText: string): string {
  const hash = createHash('sha256').update(configText);
  for (const name of DEPLOYMENT_SETTINGS) hash.update(`${name}=${process.env[name] ?? ''} `);
  for (const source of SOURCES) {
    if (/\.\w+$/.test(source)) hash.update(readFileSync(join(ROOT, source)));
    else hashOf(source, hash);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Synthesises the stack that `cdk deploy` deploys; kept until a source or a setting changes. */
export function synthesise(configText: string): { directory: string; file: string } {
  const directory = join(ROOT, '.build', `cloud-${sourceHash(configText)}`);
  const file = 'giav-clientify-default.template.json';
  if (existsSync(directory)) return { directory, file };
  // Made aside and moved into place: two processes may synthesise the same sources at once.
  const draft = `${directory}-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const configFile = join(draft, 'sync.config.json');
  writeFileSync(configFile, configText);
  const synth = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'bin', 'app.ts')], {
    cwd: ROOT,
    // The local cloud sets the endpoints itself; the stack only needs well-formed ones.
    env: {
      ...process.env,
      SYNC_CONFIG: configFile,
      CDK_OUTDIR: draft,
      AGENCY: 'default',
      GIAV_ENDPOINT: 'http://localhost/',
      CLIENTIFY_BASE_URL: 'http://localhost/v1',
    },
    encoding: 'utf8',
  });
  if (synth.status !== 0) {
    const line = /ConfigurationError: (.*)/.exec(synth.stderr)?.[1];
    throw line === undefined ? new Error(`cdk synth failed:\n${synth.stderr}`) : new ConfigurationError(line);
  }
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return { directory, file };
}
