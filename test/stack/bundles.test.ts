import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleParts, bundles } from '../../lib/stack/bundles';

/** What a bundle may hold, in kB: what is loaded at a cold start. */
const LARGEST: Readonly<Record<string, number>> = {
  webhook: 450,
  letter: 700,
  reconcile: 700,
  // With the names of countries, by which addresses are compared.
  'record-worker': 730,
  'page-fetcher': 1250,
  'write-back': 1250,
  console: 1000,
};
/** Words of libraries that no function reaches. */
const ELSEWHERE = {
  'signatures in XML': 'www.w3.org/2000/09/xmldsig#base64',
  // Not its parser: the console hands browsers a script that uses theirs.
  'an XML document model': 'DOMImplementation',
  'answers with attachments': 'initWithBoundary=',
  'a second HTTP client': 'AxiosError',
  'signing in as a person': 'sso_start_url',
  'JSON Schema': 'json-schema.org/draft',
  'a SOAP server': '_processRequestXml',
  'WS-Security': 'wsse:UsernameToken',
  'how phones are written for people': '$1 $2 $3 $4',
};

/** Files of libraries that no function reaches. */
const UNREACHED =
  /node_modules\/(?:axios|xml-crypto|formidable|whatwg-mimetype|diacritics|mnemonist|@aws-sdk\/endpoint-cache)\/|event-streams|zod\/.*\.cjs$|zod\/v4\/locales\/(?!e[ns]\.js)/;

const directory = bundles();
const names = Object.keys(bundleParts());
const textOf = (name: string): string => readFileSync(join(directory, name, 'index.js'), 'utf8');

describe('the bundles', () => {
  it('are those of all functions', () => {
    expect(names.sort()).toEqual(Object.keys(LARGEST).sort());
  });

  it.each(names)('of %s is small enough', (name) => {
    expect(Buffer.byteLength(textOf(name)) / 1000).toBeLessThan(LARGEST[name] ?? 0);
  });

  it.each(names)('of %s holds no file that it never reaches', (name) => {
    const held = Object.entries(bundleParts()[name] ?? {}).filter(([, bytes]) => bytes > 0);
    expect(held.length).toBeGreaterThan(100);
    const files = held.map(([file]) => file).filter((file) => !file.startsWith('lib/'));
    expect(files.filter((file) => UNREACHED.test(file))).toEqual([]);
  });

  it.each(names)('of %s holds nothing that it never reaches', (name) => {
    const found = Object.entries(ELSEWHERE).filter(([, word]) => textOf(name).includes(word));
    expect(found.map(([what]) => what)).toEqual([]);
  });
});
