import { parseSyncConfig } from '../../lib/config/environment';

const parse = (...customFields: object[]) => parseSyncConfig(JSON.stringify({ customFields }));
const ONE = { from: 'Codigo', to: 'numero_cliente', on: 'client' };

describe('the setting customFields', () => {
  it('takes own fields of the agency and values that the records have, of both', () => {
    const all = [
      ONE,
      { from: 'CustomDataValues:12', to: 'Idioma preferido', on: 'client' },
      { from: 'Categorias', to: 'categorias', on: 'client' },
      { from: 'Oficina', to: 'oficina', on: 'expediente' },
      { from: 'Agente', to: 'oficina', on: 'client' },
    ];
    expect(parse(...all).customFields).toEqual(all);
  });

  it.each([
    [{ ...ONE, from: 'CustomerPortal_Password' }, 'They have: Codigo, NombreAlias,'],
    [{ ...ONE, from: 'Oficinas' }, 'Oficina, Agente, Categorias, CustomDataValues:<id>'],
    [{ ...ONE, from: 'CustomDataValues:x' }, "GIAV's clients have no such value"],
    [{ ...ONE, from: 'constructor' }, "GIAV's clients have no such value"],
    [{ ...ONE, from: 'Titulo' }, "GIAV's clients have no such value"],
    [{ ...ONE, from: 'NombreAlias', on: 'expediente' }, "GIAV's expedientes have no such value"],
    [{ ...ONE, on: 'factura' }, 'customFields.0.on'],
    [{ ...ONE, to: 'gesintur_id' }, 'is the name of a field that'],
    [{ ...ONE, to: 'Gesintur ID' }, 'is the name of a field that'],
    [{ ...ONE, to: 'emails' }, 'is the name of a field that'],
    [{ ...ONE, to: 'owner' }, 'is the name of a field that'],
    [{ ...ONE, to: 'cf_idioma' }, 'is the name of a field that'],
    [{ ...ONE, to: ' idioma' }, 'must be a name of'],
    [{ ...ONE, to: '__proto__' }, 'must be a name of'],
    [{ ...ONE, twice: true }, 'Unrecognized key'],
  ])('refuses %j', (entry, told) => {
    expect(() => parse(entry)).toThrow(told);
  });

  it('refuses two values for one field, however it is written; on another record it is another field', () => {
    const twin = { from: 'Fax', to: 'Número cliente', on: 'client' };
    expect(() => parse(ONE, twin)).toThrow('two values cannot become one custom field');
    expect(parse(ONE, { ...ONE, on: 'expediente' }).customFields).toHaveLength(2);
  });
});
