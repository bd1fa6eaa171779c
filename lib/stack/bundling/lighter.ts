import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Errors of AWS whose class says more than their name: the code asks for it, or the SDK tries again because of it. */
const BY_CLASS = [
  'ConditionalCheckFailedException',
  'ReplicatedWriteConflictException',
  'UsernameExistsException',
  'UserNotFoundException',
];

/**
 * The shapes of an AWS client (`schemas_0.js`) so that those of calls which nobody makes fall out of a bundle. The names in
 * `{ [_e]: … }` are put in literally, which says the same and may be left out; and errors are no longer registered with a
 * class each, so that the SDK makes them of the service's base class, as it does with one that is newer than itself: their
 * names and statuses are the same.
 */
export function lighterShapes(source: string): string {
  const names = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', text = '']) => [
      name,
      text,
    ]),
  );
  return source
    .replace(/\[(_\w+)\]:/g, (whole, name: string) => {
      const text = names.get(name);
      return text === undefined ? whole : `${text}:`;
    })
    .replace(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (whole, name: string) =>
      BY_CLASS.includes(name) ? whole : '',
    );
}

type Country = unknown[];
interface PhoneMetadata {
  readonly countries: Readonly<Record<string, Country>>;
  readonly nonGeographic: Readonly<Record<string, Country>>;
}
/** Where the metadata of a country holds how its numbers are written. */
const FORMATS = 4;

/** Metadata of phones without how numbers are written for people, more than half of it: they are read and compared only. */
export function withoutFormats<Metadata extends PhoneMetadata>(metadata: Metadata): Metadata {
  const plain = (countries: Readonly<Record<string, Country>>): Record<string, Country> =>
    Object.fromEntries(
      Object.entries(countries).map(([code, country]) => [
        code,
        country.map((part, at) => (at === FORMATS ? 0 : part)),
      ]),
    );
  return {
    ...metadata,
    countries: plain(metadata.countries),
    nonGeographic: plain(metadata.nonGeographic),
  };
}

/** A WSDL without comments and indentation: its texts are in attributes, or trimmed by whoever reads them. */
export const withoutBlanks = (xml: string): string =>
  xml
    .replace(/<!--[^]*?-->/g, '')
    .replace(/>\s+</g, '><')
    .trim();

/** The module's exports by their names, each refusing to be called: for what is imported and never reached. */
export function unreached(source: string, what: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  const refuse = `() => { throw new Error(${JSON.stringify(`${what} is not bundled`)}); }`;
  return names.map((name) => `export const ${name ?? ''} = ${refuse};`).join('\n');
}

const version = (text: string): string =>
  JSON.stringify({ version: (JSON.parse(text) as { version: string }).version });

interface Lighter {
  readonly files: RegExp;
  readonly loader: 'js' | 'json' | 'text';
  readonly made: (text: string) => string;
}

/** What is loaded into bundles in another form than it has on the disk. */
const LIGHTER: readonly Lighter[] = [
  {
    files: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/,
    loader: 'js',
    made: lighterShapes,
  },
  // Of which a client tells its version to AWS.
  { files: /@aws-sdk\/[\w-]+\/package\.json$/, loader: 'json', made: version },
  {
    files: /libphonenumber-js\/metadata\.min\.json\.js$/,
    loader: 'js',
    made: (text) => {
      const metadata = JSON.parse(
        text.replace(/^[^{]*/, '').replace(/;?\s*$/, ''),
      ) as PhoneMetadata;
      return `export default ${JSON.stringify(withoutFormats(metadata))}`;
    },
  },
  { files: /\.wsdl$/, loader: 'text', made: withoutBlanks },
  {
    // Of schemas documents are made, by `npm run docs`.
    files: /zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/,
    loader: 'js',
    made: (text) => unreached(text, 'JSON Schema'),
  },
  {
    // Nobody serves SOAP here, and GIAV knows neither signatures nor WS-Security.
    files: /soap\/lib\/(?:server|security\/WSSecurity\w*)\.js$/,
    loader: 'js',
    made: () => 'module.exports = {};',
  },
];

/** Leaves out of libraries what no function reaches and tree shaking cannot see. test/stack/lighter.test.ts holds each to its word. */
export const lighter: Plugin = {
  name: 'lighter',
  setup: (build) => {
    for (const { files, loader, made } of LIGHTER)
      build.onLoad({ filter: files }, async ({ path }) => ({
        contents: made(await readFile(path, 'utf8')),
        loader,
      }));
  },
};
