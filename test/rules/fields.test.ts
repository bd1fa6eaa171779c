import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from '../../bin/documents/mapping-page';
import type { ClientifyHttp } from '../../lib/clientify/http';
import { missingCustomFields } from '../../lib/clientify/setup';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { applyField, editsBetween } from '../../lib/sync/clientify-to-giav';
import { CLIENT_FIELDS } from '../../lib/sync/fields/client';
import { textOf } from '../../lib/sync/fields/row';
import {
  FIELDS,
  MAPPING_VERSION,
  OWN_FIELDS,
  PLAIN_TEXTS,
  REQUIRED_CUSTOM_FIELDS,
} from '../../lib/sync/fields/table';
import { INITIAL_DEAL_FIELDS, ONLY_AT_CREATION, OWNERSHIP } from '../../lib/sync/ownership';
import { PUT_PARAMETERS, WRITABLE_FIELDS } from '../../lib/sync/put-parameters';
import { giavClient } from '../harness/giav-records';

const KINDS = ['contact', 'company', 'deal'] as const;
const CLIENTS = ['contact', 'company'] as const;
const read = (file: string): string => readFileSync(join(__dirname, '..', '..', file), 'utf8');
const giavNames = (giav: string): string[] => giav.split(/, | \| /);

const FILLED = giavClient({
  documento: '12345678Z',
  nombre: 'Ana',
  apellidos: 'Gil',
  nombreAlias: 'Duero',
  email: 'a@example.com',
  movil: '600111222',
  direccion: 'C/ Mayor 1',
  poblacion: 'Soria',
  provincia: 'Soria',
  codPostal: '42001',
  pais: 'ES',
  birthday: '1984-05-06',
  comentarios: 'nota',
  mailingConsent: 'Denied',
});
const mapped = (kind: (typeof CLIENTS)[number]) =>
  mapClient(
    { ...FILLED, tipo: kind === 'company' ? 'Empresa' : 'Particular' },
    { clientTypes: {}, countryCode: () => 'es' },
  ).desired;

describe('one row a field', () => {
  it.each(KINDS)('of a %s: no field has two', (kind) => {
    const names = FIELDS[kind].map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
  it.each(KINDS)('of a %s: each field of GIAV that it names is one of the service', (kind) => {
    const type = kind === 'deal' ? 'WsExpediente' : 'WsCliente';
    const wsdl = read('wsdl/giav.wsdl');
    const schema = new RegExp(`<s:complexType name="${type}">([^]*?)</s:complexType>`).exec(wsdl);
    for (const { giav } of FIELDS[kind])
      for (const name of giavNames(giav))
        expect([name, new RegExp(`name="${name}"`, 'i').test(schema?.[1] ?? '')]).toEqual([
          name,
          true,
        ]);
  });
  it.each(CLIENTS)('of a %s is all that the mapping fills', (kind) => {
    const { fields, customFields, address } = mapped(kind);
    expect(Object.keys(fields)).toEqual(OWN_FIELDS[kind]);
    expect(Object.keys(customFields)).toEqual(REQUIRED_CUSTOM_FIELDS[kind]);
    const parts = CLIENT_FIELDS[kind].flatMap((row) => (row.is === 'address' ? [row.name] : []));
    expect(Object.keys(address ?? {}).sort()).toEqual([...parts, 'type'].sort());
  });
});

describe('what follows from the table', () => {
  it('setup asks an account without any for exactly the custom fields', async () => {
    const empty = {
      request: () => Promise.resolve({ count: 0, next: null, results: [] }),
    } as unknown as ClientifyHttp;
    const { missing } = await missingCustomFields(empty, 1);
    const custom = KINDS.flatMap((kind) =>
      FIELDS[kind].flatMap(({ is, name }) => (is === 'custom' ? [{ kind, name }] : [])),
    );
    expect(missing).toEqual(custom);
    for (const { name } of custom) expect(name).toMatch(/^gesintur_[a-z_]+$/);
  });
  it('ownership', () => {
    for (const kind of CLIENTS)
      expect(OWNERSHIP[kind]).toEqual(
        Object.fromEntries(FIELDS[kind].map(({ name, owner }) => [name, owner])),
      );
    expect([...INITIAL_DEAL_FIELDS]).toEqual(['remarks', 'status', 'owner', 'amount']);
    expect([...ONLY_AT_CREATION]).toEqual(['expected_closed_date']);
  });
  it('the version of the mapping, by the newest row', () => {
    const rows = Object.values(FIELDS).flat();
    expect(MAPPING_VERSION).toBe(Math.max(3, ...rows.map(({ since = 3 }) => since)));
  });
  it('docs/mapping.md', () => {
    const page = read('docs/mapping.md');
    for (const kind of KINDS)
      for (const row of rowsOf(kind)) expect(page).toContain(`| ${row.join(' | ')} |`);
  });
  it('which plain texts are read: as they are, but for white space at both ends', () => {
    expect(PLAIN_TEXTS).toContain('SedeFiscal');
    expect(PLAIN_TEXTS).toEqual([...new Set(PLAIN_TEXTS)]);
    const row = textOf('SedeFiscal');
    const shown = (text?: string) => row.read({ client: { texts: { SedeFiscal: text } } });
    expect([shown(' Soria '), shown('\u200b'), shown()]).toEqual(['Soria', '', '']);
  });
});

describe('the way back of a row', () => {
  const twoWay = CLIENTS.flatMap((kind) =>
    CLIENT_FIELDS[kind].flatMap((row) =>
      row.owner === 'two-way' && row.is !== 'list' ? [[kind, row.name, row.giav] as const] : [],
    ),
  );
  it.each(twoWay)('%s %s reaches %s alone, and a PUT can write it', (kind, name, giav) => {
    const value = name === 'birthday' ? '1990-01-31' : 'Otro';
    // A company whose name is in one field: two cannot hold any other name.
    const client = kind === 'company' ? { ...FILLED, nombre: '' } : FILLED;
    const after = applyField(client, kind, name, value);
    if (after === null) throw new Error('no way back');
    const edited = Object.keys(editsBetween(client, after));
    expect(edited).not.toEqual([]);
    for (const edit of edited) {
      const field = PUT_PARAMETERS.flatMap(([, source]) =>
        typeof source === 'object' && 'edit' in source && source.edit === edit
          ? [source.field]
          : [],
      );
      expect(field).toHaveLength(1);
      expect(giavNames(giav)).toContain(field[0]);
      expect(WRITABLE_FIELDS.has(field[0] ?? '')).toBe(true);
    }
  });
  it('there is none for what is GIAV’s', () => {
    for (const kind of CLIENTS)
      for (const { name, owner } of CLIENT_FIELDS[kind])
        if (owner === 'giav')
          expect([name, applyField(FILLED, kind, name, 'x')]).toEqual([name, null]);
  });
});
