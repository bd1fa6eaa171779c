import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, contentKey, madeOnce } from '../lib/stack/made-once';
import { ConfigurationError } from '../lib/sync/errors';
import { program } from './programs';

export { ROOT };

/** What the stack is made of, its bundles included (lib/stack/bundles.ts). */
const SOURCES = [
  'bin/app.ts',
  'bin/deployed-settings.ts',
  'lib',
  'functions',
  'wsdl',
  'cdk.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];

/** What bin/app.ts reads from the environment. */
const DEPLOYMENT_SETTINGS = [
  'CONSOLE',
  'AUTO_SETUP',
  'WRITE_BACK',
  'WRITE_BACK_ACKNOWLEDGE_UNREADABLE',
  'WRITE_BACK_CREATE',
  'WRITE_BACK_WINNER',
] as const;

/** Synthesises the stack that `cdk deploy` deploys; kept until a source or a setting changes. */
export function synthesise(configText: string): { directory: string; file: string } {
  const environment = DEPLOYMENT_SETTINGS.map((name) => process.env[name] ?? '');
  const key = (): string => contentKey(SOURCES, configText, ...environment);
  const directory = madeOnce('cloud', key, (draft) => {
    const configFile = join(draft, 'sync.config.json');
    writeFileSync(configFile, configText);
    const synth = spawnSync(process.execPath, [program(join(ROOT, 'bin', 'app.ts'))], {
      cwd: ROOT,
      env: {
        ...process.env,
        SYNC_CONFIG: configFile,
        CDK_OUTDIR: draft,
        // Checking the template takes longer than making it; `cdk synth` and `cdk deploy` do.
        CDK_VALIDATION: 'false',
        AGENCY: 'default',
        // Programs and persons use it here whatever the mode.
        WEBHOOK: 'always',
        // The local cloud sets the endpoints itself; the stack only needs well-formed ones.
        GIAV_ENDPOINT: 'http://localhost/',
        CLIENTIFY_BASE_URL: 'http://localhost/v1',
      },
      encoding: 'utf8',
    });
    if (synth.signal) throw new Error(`Making the template was ended by ${synth.signal}`);
    if (synth.status !== 0) {
      const line = /ConfigurationError: (.*)/.exec(synth.stderr)?.[1];
      throw line === undefined
        ? new Error(`cdk synth failed:\n${synth.stderr}`)
        : new ConfigurationError(line);
    }
  });
  return { directory, file: 'giav-clientify-default.template.json' };
}
