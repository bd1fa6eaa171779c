import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  NOT_WRITABLE,
  PUT_PARAMETERS,
  UNREADABLE_PARAMETERS,
  WRITABLE_FIELDS,
} from '../../lib/sync/put-parameters';
import { fillPost, fillPut } from '../../lib/giav/put';
import { withEdits } from '../../lib/sync/with-edits';

const ROOT = join(__dirname, '..', '..');
const VENDOR = join(ROOT, '..', 'shared', 'giav', 'api_2_05.wsdl');
const wsdl = readFileSync(existsSync(VENDOR) ? VENDOR : join(ROOT, 'wsdl', 'giav.wsdl'), 'utf8');

function elementsOf(start: string): { name: string; required: boolean; nillable: boolean }[] {
  const block = new RegExp(`<s:${start}>([\\s\\S]*?)</s:complexType>`).exec(wsdl)?.[1] ?? '';
  return [...block.matchAll(/<s:element ([^>]*)\/>/g)].map(([, attributes = '']) => ({
    name: /name="([^"]+)"/.exec(attributes)?.[1] ?? '',
    required: !attributes.includes('minOccurs="0"'),
    nillable: attributes.includes('nillable="true"'),
  }));
}

const put = elementsOf('element name="Cliente_PUT"');
const post = elementsOf('element name="Cliente_POST"');
const record = elementsOf('complexType name="WsCliente"').map(({ name }) => name);
const settings = { taxDistricts: {}, refusePortalClients: false };

/** A record that holds every field of the schema. */
const whole = Object.fromEntries(
  record.map((name) => [
    name,
    name === 'Id'
      ? 7
      : name === 'SubSedeFiscal'
        ? null
        : /s$/.test(name) && name.startsWith('Custom')
          ? {}
          : 'x',
  ]),
);

describe('every parameter of Cliente_PUT has a stated source', () => {
  it('the table names exactly the parameters of the WSDL, in its order: one that a future WSDL adds fails here', () => {
    expect(PUT_PARAMETERS.map(([name]) => name)).toEqual(put.map(({ name }) => name));
    expect(put).toHaveLength(70);
  });

  it('every source is a field of the record, a constant, or stated as missing', () => {
    for (const field of WRITABLE_FIELDS) expect(record).toContain(field);
    expect(UNREADABLE_PARAMETERS).toEqual(['cuentaContableCliente', 'printOptions']);
  });

  it('every field of the record is either written back or stated as not writable', () => {
    expect(
      record.filter(
        (field) =>
          !WRITABLE_FIELDS.has(field) && !(NOT_WRITABLE as readonly string[]).includes(field),
      ),
    ).toEqual([]);
  });

  it('all that the schema requires is sent, nil only where the schema knows nil', () => {
    const filled = fillPut('k', whole, [], settings);
    if ('unsafe' in filled) throw new Error(JSON.stringify(filled.unsafe));
    for (const { name, required, nillable } of put) {
      if (required) expect([name, filled.args[name] === undefined]).toEqual([name, false]);
      if (!nillable) expect([name, filled.args[name] === null]).toEqual([name, false]);
    }
  });

  it('Cliente_POST has the same parameters but idCliente, and sends all that is required; consents are never taken from Clientify', () => {
    const args = fillPost('k', { tipoCliente: 'Particular', documento: 'X', nombre: 'Ana' });
    expect(Object.keys(args)).toEqual(post.map(({ name }) => name));
    for (const { name, required } of post)
      if (required) expect([name, args[name] === undefined]).toEqual([name, false]);
    expect(args).toMatchObject({
      mailingConsent: 'Pending',
      rgpdSigned: false,
      validaAeat: false,
      validaROI: false,
    });
  });

  it('the commands to the tax office are never given', () => {
    const filled = fillPut('k', whole, [], settings);
    expect(filled).toMatchObject({ args: { validaAeat: false, validaROI: false } });
  });
});

describe('lists go out as they came', () => {
  const LISTS = {
    Contacts: 'Contact',
    RelevantDates: 'RelevantDate',
    RRSSs: 'RRSS',
    CustomDataValues: 'CustomDataItem',
  };
  const parameterOf = (field: string): string =>
    field.charAt(0).toLowerCase() + field.slice(1).replace(/^RSSs$/, 'rsss');
  it('lists and categories of 0 to 40 entries: all of them, in order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.entries(LISTS)),
        fc.integer({ min: 0, max: 40 }),
        ([field, item], length) => {
          const entries = Array.from({ length }, (_, at) => ({ Key: at, Text: `n${at}` }));
          const categories = Array.from({ length }, (_, at) => at + 1);
          const filled = fillPut(
            'k',
            { ...whole, [field]: { [item]: entries } },
            categories,
            settings,
          );
          if ('unsafe' in filled) throw new Error(JSON.stringify(filled.unsafe));
          expect(filled.args[parameterOf(field)]).toEqual(length === 0 ? {} : { [item]: entries });
          expect(filled.args['idsCategories']).toEqual(
            length === 0 ? undefined : { int: categories },
          );
        },
      ),
    );
  });
  it('a lone entry that came without an array', () => {
    const filled = fillPut('k', { ...whole, Contacts: { Contact: { Name: 'a' } } }, [], settings);
    expect(filled).toMatchObject({ args: { contacts: { Contact: [{ Name: 'a' }] } } });
  });
});

describe('an edit of the birthday is of the first item of that type, and of no other', () => {
  const date = (Type: string, Text: string, Date = '2010-05-01T00:00:00') => ({ Type, Text, Date });
  const [wedding, first, second, passport] = [
    date('Anniversaries', 'boda'),
    date('Birthday', ''),
    date('Birthday', 'hijo'),
    date('DocumentsExpiration', 'pasaporte'),
  ];
  const dates = (list: unknown, birthday: string | null): unknown =>
    withEdits({ RelevantDates: list }, { birthday })['RelevantDates'];
  const all = { RelevantDate: [wedding, first, second, passport] };
  it.each<[string, unknown, string | null, unknown]>([
    [
      'set',
      all,
      '1990-01-31',
      { RelevantDate: [wedding, { ...first, Date: '1990-01-31T00:00:00' }, second, passport] },
    ],
    ['removed', all, null, { RelevantDate: [wedding, second, passport] }],
    [
      'the last item is of another type',
      { RelevantDate: [first, passport] },
      '1990-01-31',
      { RelevantDate: [{ ...first, Date: '1990-01-31T00:00:00' }, passport] },
    ],
    [
      'the first item is of another type',
      { RelevantDate: [passport, first] },
      null,
      { RelevantDate: [passport] },
    ],
    [
      'there was none',
      { RelevantDate: [wedding] },
      '1990-01-31',
      { RelevantDate: [wedding, date('Birthday', '', '1990-01-31T00:00:00')] },
    ],
    [
      'there was no list',
      undefined,
      '1990-01-31',
      { RelevantDate: [date('Birthday', '', '1990-01-31T00:00:00')] },
    ],
    ['nothing to remove', { RelevantDate: [wedding] }, null, { RelevantDate: [wedding] }],
    ['no list to remove from', undefined, null, undefined],
    ['a lone item without an array', { RelevantDate: first }, null, { RelevantDate: [] }],
    [
      'the time of day stays',
      { RelevantDate: [date('Birthday', '', '1984-05-06T12:30:00')] },
      '1990-01-31',
      { RelevantDate: [date('Birthday', '', '1990-01-31T12:30:00')] },
    ],
    [
      'an item without a date gets one',
      { RelevantDate: [{ Type: 'Birthday', Text: '' }] },
      '1990-01-31',
      { RelevantDate: [date('Birthday', '', '1990-01-31T00:00:00')] },
    ],
    [
      'an offset never makes it another day',
      { RelevantDate: [date('Birthday', '', '1984-05-05T23:00:00Z')] },
      '1990-01-31',
      { RelevantDate: [date('Birthday', '', '1990-01-31T00:00:00')] },
    ],
  ])('%s', (_, list, birthday, expected) => {
    expect(dates(list, birthday)).toEqual(expected);
  });
});

describe('a write is refused, with the name of the field, when', () => {
  const refused = (
    fields: Record<string, unknown>,
    more: Partial<typeof settings> = {},
  ): string[] => {
    const filled = fillPut('k', { ...whole, ...fields }, [], { ...settings, ...more });
    return 'unsafe' in filled ? filled.unsafe.map(({ field }) => field) : [];
  };
  it.each([
    [
      'a tax district is a number without a configured name',
      { SubSedeFiscal: 2 },
      ['SubSedeFiscal'],
    ],
    [
      'the portal password is masked',
      { CustomerPortal_Password: '••••' },
      ['CustomerPortal_Password'],
    ],
    [
      'the portal password is a hash',
      { CustomerPortal_Password: '5f4dcc3b5aa765d61d8327deb882cf99' },
      ['CustomerPortal_Password'],
    ],
    [
      'the portal is enabled and its password is not shown',
      { CustomerPortal_Enabled: 'true', CustomerPortal_Password: '' },
      ['CustomerPortal_Password'],
    ],
    ['a required field is missing', { RGPDSigned: undefined }, ['RGPDSigned']],
    ['GIAV sends a field that this version does not know', { FutureField: 'x' }, ['FutureField']],
    [
      'a text holds a character that XML cannot carry',
      { Comentarios: 'a\ufffdb' },
      ['Comentarios'],
    ],
    ['a list holds an empty item', { Contacts: { Contact: [null] } }, ['Contacts']],
    [
      'an entry of a list holds such a character',
      { Contacts: { Contact: [{ Name: 'a' }, { Remarks: 'a\ufffdb' }] } },
      ['Contacts'],
    ],
    [
      'an own field holds one',
      { CustomDataValues: { CustomDataItem: [{ Key: 3, Value: '\ufffd' }] } },
      ['CustomDataValues'],
    ],
    [
      'a date holds one',
      { RelevantDates: { RelevantDate: [{ Type: 'Other', Text: '\ufffd', Date: 'x' }] } },
      ['RelevantDates'],
    ],
    [
      'the portal password holds one',
      { CustomerPortal_Password: 's3cre\ufffdto' },
      ['CustomerPortal_Password'],
    ],
    [
      'of the portal password only a seal is known',
      { CustomerPortal_Password: { length: 7, mark: 'm', key: 'k' } },
      ['CustomerPortal_Password'],
    ],
  ])('%s', (_, fields, names) => {
    expect(refused(fields)).toEqual(names);
  });

  it('a configured tax district, a plain password and empty lists are no reason to refuse', () => {
    const filled = fillPut(
      'k',
      {
        ...whole,
        SubSedeFiscal: 2,
        CustomerPortal_Enabled: 'true',
        CustomerPortal_Password: 's3creto',
        Contacts: null,
      },
      [12],
      { ...settings, taxDistricts: { '2': 'ES_Canarias' } },
    );
    expect(filled).toMatchObject({
      args: {
        idTaxDistrict: 'ES_Canarias',
        customerPortal_Password: 's3creto',
        contacts: {},
        idsCategories: { int: [12] },
      },
    });
  });

  it('a client has the portal and the setting refuses those', () => {
    expect(refused({ CustomerPortal_Enabled: 'true' }, { refusePortalClients: true })).toContain(
      'CustomerPortal_Enabled',
    );
  });
});
