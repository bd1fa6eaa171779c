import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from '../../lib/stack/made-once';

/** A source goes on to know its own folder, where it finds what lies beside it; the bundle's says nothing to it. */
const ownFolder: Plugin = {
  name: 'own-folder',
  setup: (build) => {
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('__dirname')) return undefined;
      const folder = `const __dirname = ${JSON.stringify(dirname(path))}; `;
      return { contents: folder + text, loader: extname(path) === '.tsx' ? 'tsx' : 'ts' };
    });
  },
};

/**
 * Bundles one of our programs: our own sources into one file, and libraries as they are installed.
 * @param program its TypeScript file, from the root of the repository
 * @param sources files and folders that it may be made of: the bundle is made again when one of them changes
 */
async function main(program: string, outfile: string, sources: readonly string[]): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, program)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.wsdl': 'text', '.css': 'text' },
    plugins: [ownFolder],
    logLevel: 'warning',
    metafile: true,
  });
  const stray = Object.keys(metafile.inputs).filter(
    (file) => !sources.some((one) => file === one || file.startsWith(`${one}/`)),
  );
  if (stray.length > 0)
    throw new Error(`${program} is made of ${stray.join(', ')}, whose changes nobody would notice`);
}

const [program = '', outfile = '', ...sources] = process.argv.slice(2);
main(program, outfile, sources).catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
