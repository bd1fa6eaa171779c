import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundles } from '../../lib/stack/bundles';

/** What a bundle may hold, in kB: what is loaded at a cold start. */
const LARGEST: Readonly<Record<string, number>> = {
  webhook: 450,
  letter: 600,
  reconcile: 850,
  'record-worker': 920,
  'page-fetcher': 1400,
  'write-back': 1300,
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
};

const directory = bundles();
const names = readdirSync(directory);
const textOf = (name: string): string => readFileSync(join(directory, name, 'index.js'), 'utf8');

describe('the bundles', () => {
  it('are those of all functions', () => {
    expect(names.sort()).toEqual(Object.keys(LARGEST).sort());
  });

  it.each(names)('of %s is small enough', (name) => {
    expect(Buffer.byteLength(textOf(name)) / 1000).toBeLessThan(LARGEST[name] ?? 0);
  });

  it.each(names)('of %s holds nothing that it never reaches', (name) => {
    const found = Object.entries(ELSEWHERE).filter(([, word]) => textOf(name).includes(word));
    expect(found.map(([what]) => what)).toEqual([]);
  });
});
