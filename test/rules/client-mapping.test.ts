import { mapClient, type ClientMappingSettings } from '../../lib/sync/client-to-clientify';
import { FIELDS } from '../../lib/sync/fields/table';
import { giavClient } from '../harness/giav-records';

const settings = { clientTypes: {}, countryCode: () => null };
const rows = (kind: 'contact' | 'company'): string[][] =>
  FIELDS[kind].flatMap((row) => ('plain' in row ? [] : [[row.name, row.giav]]));
const notesOf = (fields: Parameters<typeof giavClient>[0]) =>
  mapClient(giavClient(fields), settings).desired.notes;

describe('each row of the tables names the fields of GIAV that it reads; a plain text is read by that name', () => {
  it('of contacts', () => {
    expect(rows('contact')).toEqual([
      ['first_name', 'Nombre'],
      ['last_name', 'Apellidos'],
      ['taxpayer_identification_number', 'Documento'],
      ['status', 'Tipo'],
      ['contact_type', 'Tipo'],
      ['birthday', 'RelevantDates, FechaNacimiento'],
      ['remarks', 'Comentarios'],
      ['gdpr_accept', 'RGPDSigned'],
      ['unsubscribed', 'MailingConsent'],
      ['emails', 'Email'],
      ['phones', 'Movil, Telefono, Fax'],
      ['street', 'Direccion'],
      ['city', 'Poblacion'],
      ['state', 'Provincia'],
      ['postal_code', 'CodPostal'],
      ['country', 'Pais'],
      ['gesintur_id', 'Id'],
      ['gesintur_tipo', 'Tipo'],
      ['gesintur_consentimiento_email', 'MailingConsent'],
    ]);
  });
  it('of companies', () => {
    expect(rows('company')).toEqual([
      ['name', 'NombreAlias'],
      ['business_name', 'Apellidos, Nombre'],
      ['taxpayer_identification_number', 'Documento'],
      ['remarks', 'Comentarios'],
      ['emails', 'Email'],
      ['phones', 'Movil, Telefono, Fax'],
      ['street', 'Direccion'],
      ['city', 'Poblacion'],
      ['state', 'Provincia'],
      ['postal_code', 'CodPostal'],
      ['country', 'Pais'],
      ['gesintur_id', 'Id'],
      ['gesintur_tipo', 'Tipo'],
      ['gesintur_consentimiento_email', 'MailingConsent'],
      ['gesintur_consentimiento_rgpd', 'RGPDSigned'],
      ['gesintur_estado_cliente', 'Tipo'],
      ['gesintur_tipo_cliente', 'Tipo'],
    ]);
  });
});

describe('what cannot be carried over as it is, is told by the name of its field, and without its value', () => {
  it('a client whose every field fits has nothing to tell', () => {
    expect(notesOf({ nombre: 'Ana', apellidos: 'Gil', movil: '600111222' })).toEqual([]);
  });
  it('a name that stands in, a phone that is none, a note beside one, a date that cannot be read', () => {
    expect(
      notesOf({
        nombre: '',
        apellidos: 'Gil',
        movil: 'no tiene',
        telefono: '931112233 (tardes)',
        fax: '',
        fechaNacimiento: 'mayo del 84',
      }),
    ).toEqual([
      {
        field: 'FechaNacimiento',
        note: 'not a whole date that can be read in one way only; dropped',
      },
      {
        field: 'Nombre',
        note: 'empty in GIAV; Clientify requires a first name, another name was used',
      },
      { field: 'Movil', note: 'not a phone number; dropped' },
      { field: 'Telefono', note: 'what stands beside the number stays in GIAV' },
    ]);
    expect(notesOf({ nombre: 'Ana', fax: 'no tiene' }).map(({ field }) => field)).toEqual(['Fax']);
  });
});

describe('what a record is, and who is asked', () => {
  const desired = (fields: Parameters<typeof giavClient>[0]) =>
    mapClient(giavClient(fields), settings).desired;
  it('of a company no names of a person and no birthday are asked for, so none is missed', () => {
    expect(
      notesOf({ tipo: 'Empresa', apellidos: 'Duero SL', fechaNacimiento: 'mayo del 84' }),
    ).toEqual([]);
  });
  it('without words of the settings a company shows Sí or No for RGPD', () => {
    const rgpd = (rgpdSigned: boolean) =>
      desired({ tipo: 'Empresa', rgpdSigned }).customFields['gesintur_consentimiento_rgpd'];
    expect([rgpd(true), rgpd(false)]).toEqual(['Sí', 'No']);
  });
  it('a consent that nobody asked for says nothing of a subscription', () => {
    expect(desired({ mailingConsent: 'Pending' }).fields).not.toHaveProperty('unsubscribed');
    expect(desired({ mailingConsent: 'Denied' }).fields['unsubscribed']).toBe(true);
  });
  it('a date that can be read is told nobody', () => {
    expect(notesOf({ nombre: 'Ana', fechaNacimiento: '6/5/1984' })).toEqual([]);
  });
  it('a Tipo that the setting clientTypes does not name is counted; an empty setting names all', () => {
    const unmapped = (clientTypes: ClientMappingSettings['clientTypes']) =>
      mapClient(giavClient({ tipo: 'Particular' }), { ...settings, clientTypes }).unmapped;
    const type = { status: 'client', contactType: 'Cliente actual' } as const;
    expect(unmapped({})).toEqual([]);
    expect(unmapped({ Particular: type })).toEqual([]);
    expect(unmapped({ Empresa: type })).toEqual(['UNMAPPED_CLIENT_TYPE:Particular']);
  });
  it('a comma at the end of a line of the street is not doubled, nor its blank kept', () => {
    expect(desired({ direccion: 'C/ Mayor 1 ,\r\n\r\nPiso 2,' }).address?.street).toBe(
      'C/ Mayor 1, Piso 2,',
    );
  });
});

describe('what of a record is not whole', () => {
  const cutOf = (fields: Parameters<typeof giavClient>[0]) =>
    mapClient(giavClient({ nombre: 'Ana', ...fields }), settings).desired.cut;
  it('is remembered by the name of its field; a part of an address stands for all of it', () => {
    expect(cutOf({})).toBeUndefined();
    expect(cutOf({ comentarios: 'x'.repeat(10_000), apellidos: 'x'.repeat(255) })).toBeUndefined();
    expect(cutOf({ comentarios: 'x'.repeat(10_001), apellidos: 'x'.repeat(256) })).toEqual([
      'last_name',
      'remarks',
    ]);
    expect(cutOf({ provincia: 'x'.repeat(256) })).toEqual(['street']);
  });
  it('a name that only stands in is known as such, with what GIAV holds', () => {
    const plainOf = (fields: Parameters<typeof giavClient>[0]) =>
      mapClient(giavClient(fields), settings).desired.plain;
    expect(plainOf({ nombre: 'Ana' })).toBeUndefined();
    expect(plainOf({ nombre: '\u200b', apellidos: ' Gil ' })).toEqual({
      first_name: '',
      last_name: 'Gil',
    });
    expect(plainOf({ tipo: 'Empresa', nombreAlias: ' ', apellidos: 'Gil' })).toEqual({ name: '' });
    expect(plainOf({ tipo: 'Empresa', nombreAlias: 'Duero' })).toBeUndefined();
  });
});
