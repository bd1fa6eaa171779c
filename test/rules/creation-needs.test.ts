import { parseSyncConfig } from '../../lib/config/environment';
import type { SyncConfig } from '../../lib/config/schema';
import { clientStatuses, tiposFor } from '../../lib/sync/client-type';
import { draftClient, isWanted } from '../../lib/sync/creation';
import type { ClientKind, Target } from '../../lib/sync/target';
import { giavClient } from '../harness/giav-records';

const settings = (text: unknown = {}): SyncConfig => parseSyncConfig(JSON.stringify(text));
const record = (kind: ClientKind, fields: Record<string, unknown>): Target => ({
  kind,
  id: '5',
  modified: null,
  fields,
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
});
const contact = (fields: Record<string, unknown> = {}): Target =>
  record('contact', { first_name: 'Ana', last_name: 'Gil', status: 'client', ...fields });
const company = (fields: Record<string, unknown>): Target => record('company', fields);
const draft = (of: Target, config = settings(), documento = '12345678Z') =>
  draftClient(of.kind as ClientKind, of, documento, config, () => null);

/** A client of whom GIAV knows nothing: what nobody typed is empty, and no consent is given. */
const NOTHING = giavClient({ id: 0, codigo: '' });

describe('a client that is made of a record holds what was typed there, and nothing else', () => {
  it('of a contact with two names only, two names', () => {
    expect(draft(contact())).toEqual({
      tipo: 'Particular',
      documento: '12345678Z',
      edits: { nombre: 'Ana', apellidos: 'Gil' },
      client: { ...NOTHING, nombre: 'Ana', apellidos: 'Gil' },
      notes: [],
    });
  });
  it('of a company with a legal name only, that name', () => {
    expect(draft(company({ business_name: 'Duero SL' }), settings(), 'B12345674')).toMatchObject({
      client: { ...NOTHING, tipo: 'Empresa', documento: 'B12345674', apellidos: 'Duero SL' },
    });
  });
});

describe('a name is what a person typed', () => {
  const refused = (fields: Record<string, unknown>): unknown => {
    const made = draft(contact(fields));
    return 'refused' in made ? made.fields : null;
  };
  it.each(['Cliente 0', 'cliente 40017', ' Cliente 7 ', 5, null, true])(
    '%j is none: the stand-in of the product, or no text',
    (name) => {
      expect(refused({ first_name: name })).toEqual(['first_name']);
    },
  );
  it.each(['Mi Cliente 0', 'Cliente 0 bis', 'Clienta 0', 'Cliente'])('%j is one', (name) => {
    expect(refused({ first_name: name })).toBeNull();
  });
  it('what GIAV cannot hold leaves no client without a name', () => {
    const unheld = {
      refused: 'MISSING_FIELDS',
      message: 'GIAV cannot hold the names of this record',
      fields: ['first_name', 'last_name'],
    };
    // Of a character that XML cannot carry nothing arrives.
    expect(draft(contact({ first_name: '\uffff' }))).toEqual(unheld);
    expect(draft(contact({ last_name: '\uffff' }))).toEqual(unheld);
    expect(draft(company({ name: '\uffff' }), settings(), 'B12345674')).toEqual(unheld);
  });
});

describe('a Documento that holds what nobody sees', () => {
  const HIDDEN = [
    '\u200b',
    '\u200c',
    '\u200d',
    '\u2060',
    '\u00ad',
    '\ufeff',
    '\u00a0',
    '&nbsp;',
    '\t',
  ];
  it.each(HIDDEN)(
    '%j within it, or at its end: no client is made, and the message says why',
    (hidden) => {
      for (const documento of [`00008019${hidden}S`, `00008019S${hidden}`])
        for (const createDocumento of ['spanish', 'any'])
          expect(draft(contact(), settings({ writeBack: { createDocumento } }), documento)).toEqual(
            {
              refused: 'INVALID_DOCUMENTO',
              message:
                'The Documento holds a character that nobody sees, or a blank that is none; type it again in Clientify',
              fields: ['taxpayer_identification_number'],
            },
          );
    },
  );
  it.each(['00008019S', '00008019-S', '00008019 S', 'ES00008019S'])(
    '%s hides nothing',
    (documento) => {
      expect(draft(contact(), settings(), documento)).toMatchObject({ documento });
    },
  );
});

describe('what an admin reads of a record of which no client is made', () => {
  it('the Documento', () => {
    expect(draft(contact(), settings(), 'PENDIENTE')).toEqual({
      refused: 'INVALID_DOCUMENTO',
      message: 'The Documento is none of which a client is made',
      fields: ['taxpayer_identification_number'],
    });
  });
  it('every name that is missing', () => {
    expect(draft(contact({ first_name: '', last_name: ' ' }))).toEqual({
      refused: 'MISSING_FIELDS',
      message: 'The record has no first_name and no last_name',
      fields: ['first_name', 'last_name'],
    });
    expect(draft(company({ name: '' }), settings(), 'B12345674')).toEqual({
      refused: 'MISSING_FIELDS',
      message: 'The record has no name',
      fields: ['name'],
    });
  });
  it('the setting that would have to say what it is, whose fault is no field of the record', () => {
    expect(draft(contact({ status: 'lost-client' }))).toEqual({
      refused: 'NOT_CREATED_IN_GIAV',
      message:
        'No Tipo of GIAV is mapped to the status and contact type of this record (setting clientTypes)',
      fields: [],
    });
  });
  it('the fields that fit several Tipos', () => {
    const twice = settings({ clientTypes: { Particular: {}, NoDefinido: {} } });
    expect(draft(contact(), twice)).toEqual({
      refused: 'AMBIGUOUS_CLIENT_TYPE',
      message:
        'Several Tipos of GIAV are mapped to its status and contact type: Particular, NoDefinido',
      fields: ['status', 'contact_type'],
    });
  });
});

describe('create = clients', () => {
  it('takes no company for a client, whatever its status: it has none of its own', () => {
    const known = {
      ...company({ name: 'Duero' }),
      customFields: { gesintur_estado_cliente: 'client' },
    };
    expect(isWanted('company', known, settings({ writeBack: { create: 'clients' } }))).toBe(false);
  });
  it('takes for clients all statuses that the mapping gives', () => {
    const { clientTypes } = settings({
      clientTypes: { Particular: { status: 'warm-lead' }, Empresa: { status: 'hot-lead' } },
    });
    expect(clientStatuses(clientTypes)).toEqual(['warm-lead', 'hot-lead']);
    expect(clientStatuses({ Particular: undefined })).toEqual(['client']);
  });
});

describe('the Tipo of a record', () => {
  it('is found however its words are written', () => {
    const shown = { status: ' CLIENT ', contactType: 'cliente  áctual' };
    expect(tiposFor('contact', shown, {})).toEqual(['Particular']);
  });
});
