import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBody } from '../../lib/clientify/bodies';
import { FIELDS, OWN_FIELDS, REQUIRED_CUSTOM_FIELDS } from '../../lib/sync/fields/table';
import type { Desired } from '../../lib/sync/target';
import { CLIENTS, EXPEDIENTES, askGiav, contactOrCompany, deal, json, text } from './mapped';

askGiav();

type Body = Record<string, unknown>;

/** As it goes over the wire: what JSON cannot carry is not there. */
const sent = (desired: Desired): unknown =>
  JSON.parse(JSON.stringify(createBody(desired, { now: new Date('2026-03-02T09:00:00Z') })));

describe('each client of GIAV becomes exactly this record of Clientify', () => {
  it.each(CLIENTS)('%s', async (name) => {
    expect(sent(await contactOrCompany(name))).toEqual(json(`clients/${name}.json`));
  });
});

describe('each expediente becomes exactly this deal', () => {
  it.each(EXPEDIENTES)('%s', async (name) => {
    expect(sent(await deal(name))).toEqual(json(`expedientes/${name}.json`));
  });
});

describe('the golden records themselves', () => {
  const wsdl = readFileSync(join(__dirname, '..', '..', 'wsdl', 'giav.wsdl'), 'utf8');
  const schemaOf = (type: string): { name: string; required: boolean }[] => {
    const block =
      new RegExp(`<s:complexType name="${type}">([\\s\\S]*?)</s:complexType>`).exec(wsdl)?.[1] ??
      '';
    return [...block.matchAll(/<s:element ([^>]*)\/>/g)].map(([, attributes = '']) => ({
      name: /name="([^"]+)"/.exec(attributes)?.[1] ?? '',
      required: !attributes.includes('minOccurs="0"'),
    }));
  };
  /** Names of the fields of a record: the elements that stand two blanks in. */
  const fieldsOf = (xml: string): string[] =>
    [...xml.matchAll(/^ {2}<(\w+)/gm)].map(([, name = '']) => name);

  it.each([
    ...CLIENTS.map((name) => ['WsCliente', `clients/${name}.xml`]),
    ...EXPEDIENTES.map((name) => ['WsExpediente', `expedientes/${name}.xml`]),
  ])('%s %s has what the schema requires, in its order', (type = '', file = '') => {
    const schema = schemaOf(type);
    const fields = fieldsOf(text(file));
    expect(fields).toEqual(schema.map(({ name }) => name).filter((name) => fields.includes(name)));
    expect(schema.filter(({ name, required }) => required && !fields.includes(name))).toEqual([]);
  });
  it('are enough, each with its own number and id', () => {
    expect(CLIENTS.length).toBeGreaterThanOrEqual(40);
    expect(EXPEDIENTES.length).toBeGreaterThanOrEqual(30);
    for (const [list, names] of [
      ['clients', CLIENTS],
      ['expedientes', EXPEDIENTES],
    ] as const) {
      const ids = names.map((name) => /<Id>(\d+)<\/Id>/.exec(text(`${list}/${name}.xml`))?.[1]);
      expect(new Set(ids).size).toBe(names.length);
      expect(new Set(names.map((name) => name.slice(0, 2))).size).toBe(names.length);
    }
  });

  const bodies = (list: string, names: readonly string[]): Body[] =>
    names.map((name) => json<Body>(`${list}/${name}.json`));
  const customFields = (body: Body): string[] =>
    (body['custom_fields'] as { field: string }[]).map(({ field }) => field);
  const contacts = bodies('clients', CLIENTS).filter((body) => 'first_name' in body);
  const companies = bodies('clients', CLIENTS).filter((body) => 'name' in body);
  const deals = bodies('expedientes', EXPEDIENTES);
  const LISTS = [['email', 'emails'], ['phone', 'phones'], ['addresses']];
  it.each<['contact' | 'company' | 'deal', Body[], string[][]]>([
    ['contact', contacts, LISTS],
    ['company', companies, LISTS],
    ['deal', deals, [['contact'], ['company']]],
  ])(
    'each row of the table of a %s is hit by two of them, a plain text by one',
    (kind, records, others) => {
      for (const name of OWN_FIELDS[kind])
        expect([name, records.filter((body) => name in body).length >= 2]).toEqual([name, true]);
      for (const name of REQUIRED_CUSTOM_FIELDS[kind]) {
        // One code reads them all.
        const isPlain = FIELDS[kind].some((row) => row.name === name && 'plain' in row);
        const hits = (isPlain ? [...contacts, ...companies] : records).filter((body) =>
          customFields(body).includes(name),
        );
        expect([name, hits.length >= (isPlain ? 1 : 2)]).toEqual([name, true]);
      }
      for (const names of others)
        expect(
          records.filter((body) => names.some((name) => name in body)).length,
        ).toBeGreaterThanOrEqual(2);
    },
  );
});
