import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { ROOT } from '../made-once';
import { lighter } from './lighter';

const instead = (file: string): string => join(ROOT, 'lib', file);

/** What libraries import and a function never reaches, by what stands in for it. */
const UNUSED = {
  // Its own HTTP client: lib/giav/transport.ts takes its place.
  axios: instead('giav/no-axios.ts'),
  'axios-ntlm': instead('giav/no-axios.ts'),
  // Signatures with certificates, and answers with attachments: GIAV has neither.
  'xml-crypto': instead('giav/no-signatures.ts'),
  formidable: instead('giav/no-attachments.ts'),
  'supports-color': instead('giav/no-colors.ts'),
  'whatwg-mimetype': instead('giav/no-attachments.ts'),
  '@aws-sdk/credential-provider-node': instead('runtime/environment-credentials.ts'),
  '@smithy/core/event-streams': instead('runtime/no-event-streams.ts'),
  '@aws-sdk/endpoint-cache': instead('runtime/no-endpoint-discovery.ts'),
  diacritics: instead('runtime/no-diacritics.ts'),
  // The same as a module: its other form brings a second copy of what zod is made of.
  'zod/v4/locales/es.cjs': join(ROOT, 'node_modules/zod/v4/locales/es.js'),
};

const OPTIONS = {
  bundle: true,
  minify: true,
  treeShaking: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  loader: { '.css': 'text' },
  alias: UNUSED,
  plugins: [lighter],
  logLevel: 'warning',
  metafile: true,
} satisfies BuildOptions;

/**
 * Makes the bundles of all functions in the folder that is named on the command line, and `parts.json`: how many bytes of
 * each file each bundle holds. A process of its own, because esbuild's plugins work asynchronously and a stack is
 * synthesised synchronously.
 */
async function main(directory: string): Promise<void> {
  const names = readdirSync(join(ROOT, 'functions')).map((file) => file.replace(/\.ts$/, ''));
  const entryPoints = Object.fromEntries(
    names.map((name) => [`${name}/index`, join(ROOT, 'functions', `${name}.ts`)]),
  );
  const { metafile } = await build({
    ...OPTIONS,
    absWorkingDir: ROOT,
    entryPoints,
    outdir: directory,
  });
  const parts = Object.entries(metafile.outputs).map(([file, { inputs }]) => [
    file.split('/').at(-2),
    Object.fromEntries(
      Object.entries(inputs).map(([input, { bytesInOutput }]) => [input, bytesInOutput]),
    ),
  ]);
  writeFileSync(join(directory, 'parts.json'), JSON.stringify(Object.fromEntries(parts)));
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
