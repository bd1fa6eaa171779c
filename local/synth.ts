import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../lib/sync/errors';

export const ROOT = join(__dirname, '..');
const SOURCES = ['bin/app.ts', 'lib', 'functions', 'wsdl', 'package-lock.json', 'cdk.json'];

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
  const hash = createHash('sha256')
    .update(configText)
    .update(process.env['AUTO_SETUP'] ?? '');
  for (const source of SOURCES) {
    if (/\.\w+$/.test(source)) hash.update(readFileSync(join(ROOT, source)));
    else hashOf(source, hash);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Synthesises the stack that `cdk deploy` deploys; kept until a source or a setting changes. */
export function synthesise(configText: string): { directory: string; file: string } {
  const directory = join(ROOT, '.build', `cloud-${sourceHash(configText)}`);
  const done = join(directory, 'done');
  const file = 'giav-clientify-default.template.json';
  if (existsSync(done)) return { directory, file };
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const configFile = join(directory, 'sync.config.json');
  writeFileSync(configFile, configText);
  const synth = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'bin', 'app.ts')], {
    cwd: ROOT,
    // The local cloud sets the endpoints itself; the stack only needs well-formed ones.
    env: {
      ...process.env,
      SYNC_CONFIG: configFile,
      CDK_OUTDIR: directory,
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
  writeFileSync(done, '');
  return { directory, file };
}
