import fc from 'fast-check';
import { applyField } from '../../lib/sync/clientify-to-giav';
import { legalName, splitLegalName, type CompanyName } from '../../lib/sync/company-names';
import { mapClient, clientMapping } from '../../lib/sync/client-to-clientify';
import { parseSyncConfig } from '../../lib/config/environment';
import { giavClient } from '../harness/giav-records';

const mapped = (fields: Parameters<typeof giavClient>[0], companyName?: CompanyName) =>
  mapClient(giavClient(fields), { clientTypes: {}, countryCode: () => null, companyName }).desired;
const namesOf = (nombre: string, apellidos: string, nombreAlias = '') => {
  const { first_name, last_name } = mapped({ nombre, apellidos, nombreAlias }).fields;
  return [first_name, last_name];
};

describe('the names of a person', () => {
  it('Nombre is the first name, Apellidos the surname', () => {
    expect(namesOf(' Lucía ', ' Ferrer Mas ')).toEqual(['Lucía', 'Ferrer Mas']);
  });
  it('"surnames, name" in Nombre alone is taken apart at its first comma', () => {
    expect(namesOf('Ferrer Mas, Lucía', '')).toEqual(['Lucía', 'Ferrer Mas']);
    expect(namesOf('Ferrer Mas , Lucía', '')).toEqual(['Lucía', 'Ferrer Mas']);
    expect(namesOf('Ferrer, Lucía, Dra.', '')).toEqual(['Lucía, Dra.', 'Ferrer']);
  });
  it('a comma beside filled Apellidos is part of the name', () => {
    expect(namesOf('Lucía, la mayor', 'Ferrer')).toEqual(['Lucía, la mayor', 'Ferrer']);
  });
  it('a comma with nothing on one side takes nothing apart', () => {
    expect(namesOf('Lucía,', '')).toEqual(['Lucía,', '']);
    expect(namesOf(', Lucía', '')).toEqual([', Lucía', '']);
  });
  it('without a Nombre another name is the first name, because Clientify wants one', () => {
    expect(namesOf('', 'Ferrer Mas')).toEqual(['Ferrer Mas', '']);
    expect(namesOf(' ', '\u200b', 'Luci')).toEqual(['Luci', '']);
    expect(namesOf('', '')).toEqual(['Cliente 40017', '']);
    expect(mapped({ apellidos: 'Ferrer' }).notes.map(({ field }) => field)).toEqual(['Nombre']);
  });
});

describe('the names of a company', () => {
  const company = (fields: Parameters<typeof giavClient>[0], setting?: CompanyName) => {
    const { name, business_name } = mapped({ tipo: 'Empresa', ...fields }, setting).fields;
    return [name, business_name];
  };
  const both = { apellidos: 'Pérez', nombre: 'Ayuntamiento de Cádiz' };

  it('joined, the default: Apellidos and Nombre, whatever is filled, none dropped', () => {
    expect(company(both)).toEqual([
      'Pérez - Ayuntamiento de Cádiz',
      'Pérez - Ayuntamiento de Cádiz',
    ]);
    expect(company({ apellidos: 'Viajes Duero SL' })[1]).toBe('Viajes Duero SL');
    expect(company({ nombre: 'Viajes Duero SL' })[1]).toBe('Viajes Duero SL');
    expect(company({ apellidos: 'Viajes Duero SL', nombre: ' Viajes Duero SL ' })[1]).toBe(
      'Viajes Duero SL',
    );
  });
  it('apellidos, nombre: that field; the other one only while it is blank', () => {
    expect(company(both, 'apellidos')[1]).toBe('Pérez');
    expect(company(both, 'nombre')[1]).toBe('Ayuntamiento de Cádiz');
    expect(company({ ...both, apellidos: '\u200b' }, 'apellidos')[1]).toBe('Ayuntamiento de Cádiz');
    expect(company({ ...both, nombre: '' }, 'nombre')[1]).toBe('Pérez');
  });
  it('the setting reaches the mapping', () => {
    const settings = clientMapping(parseSyncConfig('{"companyName":"nombre"}'), () => null);
    expect(
      mapClient(giavClient({ tipo: 'Empresa', ...both }), settings).desired.fields['business_name'],
    ).toBe('Ayuntamiento de Cádiz');
  });
  it('NombreAlias is the trade name; without one it is the legal name, without any the id', () => {
    expect(company({ ...both, nombreAlias: 'Cádiz Turismo' })).toEqual([
      'Cádiz Turismo',
      'Pérez - Ayuntamiento de Cádiz',
    ]);
    expect(company({ nombreAlias: '&nbsp;' })).toEqual(['Cliente 40017', '']);
  });
  it('joined, a change of either field of GIAV shows in Clientify', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
    fc.assert(
      fc.property(name, name, name, (apellidos, nombre, other) => {
        fc.pre(new Set([apellidos, nombre, other]).size === 3);
        const shown = legalName({ apellidos, nombre }, 'joined');
        expect(legalName({ apellidos: other, nombre }, 'joined')).not.toBe(shown);
        expect(legalName({ apellidos, nombre: other }, 'joined')).not.toBe(shown);
      }),
    );
  });
});

describe('a legal name that was edited in Clientify', () => {
  const both = { apellidos: ' Pérez', nombre: 'Ayuntamiento de Cádiz' };

  it('joined: the part that changed goes to its field, the other one keeps its text to the letter', () => {
    expect(splitLegalName(both, 'Pérez Gil - Ayuntamiento de Cádiz', 'joined')).toEqual({
      ...both,
      apellidos: 'Pérez Gil',
    });
    expect(splitLegalName(both, 'Pérez - Ayto. de Cádiz', 'joined')).toEqual({
      ...both,
      nombre: 'Ayto. de Cádiz',
    });
    expect(splitLegalName(both, ' Pérez - Ayuntamiento de Cádiz ', 'joined')).toEqual(both);
  });
  it('joined: what cannot be taken apart is not written', () => {
    for (const text of [
      'Ayuntamiento de Cádiz',
      'Pérez',
      'Gil - Ayto. de Cádiz',
      'Pérez, Ayuntamiento de Cádiz',
      'Pérez - X - Ayuntamiento de Cádiz',
    ])
      expect(splitLegalName(both, text, 'joined')).toBeNull();
  });
  it('one filled field takes the whole text, also with the mark that joins two', () => {
    expect(splitLegalName({ apellidos: '', nombre: 'Uno' }, 'Uno - Dos', 'joined')).toEqual({
      apellidos: '',
      nombre: 'Uno - Dos',
    });
    expect(splitLegalName({ apellidos: 'Uno', nombre: ' ' }, 'Dos', 'joined')).toEqual({
      apellidos: 'Dos',
      nombre: ' ',
    });
    expect(splitLegalName({ apellidos: '', nombre: '' }, 'Dos', 'joined')).toEqual({
      apellidos: 'Dos',
      nombre: '',
    });
    expect(splitLegalName({ apellidos: '', nombre: '' }, 'Dos', 'nombre')).toEqual({
      apellidos: '',
      nombre: 'Dos',
    });
  });
  it('two equal fields are shown once and edited together', () => {
    expect(splitLegalName({ apellidos: 'Uno', nombre: 'Uno' }, 'Dos', 'joined')).toEqual({
      apellidos: 'Dos',
      nombre: 'Dos',
    });
  });
  it('with apellidos or nombre the other field is echoed', () => {
    expect(splitLegalName(both, 'Gil', 'apellidos')).toEqual({ ...both, apellidos: 'Gil' });
    expect(splitLegalName(both, 'Ayto.', 'nombre')).toEqual({ ...both, nombre: 'Ayto.' });
    expect(splitLegalName({ apellidos: '', nombre: 'Uno' }, 'Dos', 'apellidos')).toEqual({
      apellidos: '',
      nombre: 'Dos',
    });
    // Emptied, the other one would show instead.
    expect(splitLegalName(both, '', 'apellidos')).toBeNull();
  });
  it('emptied, it empties what it is shown from', () => {
    expect(splitLegalName(both, '\u200b', 'joined')).toEqual({ apellidos: '', nombre: '' });
    expect(splitLegalName({ apellidos: 'Uno', nombre: '' }, '', 'nombre')).toEqual({
      apellidos: '',
      nombre: '',
    });
  });
  it('a name of which Clientify shows only the beginning is not taken apart', () => {
    const long = { apellidos: 'A'.repeat(200), nombre: 'B'.repeat(100) };
    expect(splitLegalName(long, `${'A'.repeat(200)} - C`, 'joined')).toBeNull();
    const whole = { apellidos: 'A'.repeat(200), nombre: 'B'.repeat(52) };
    expect(splitLegalName(whole, `${'A'.repeat(200)} - C`, 'joined')).toEqual({
      ...whole,
      nombre: 'C',
    });
  });
  it('whenever one field changed it finds the two fields, or parks; it never finds others', () => {
    const part = fc.string({ unit: fc.constantFrom('A', 'b', ' ', '-', ' - ', '.'), maxLength: 8 });
    const setting = fc.constantFrom<CompanyName>('joined', 'apellidos', 'nombre');
    let [found, tried] = [0, 0];
    fc.assert(
      fc.property(
        part,
        part,
        part,
        fc.boolean(),
        setting,
        (apellidos, nombre, other, first, companyName) => {
          tried += 1;
          const before = { apellidos, nombre };
          const after = first ? { ...before, apellidos: other } : { ...before, nombre: other };
          const text = legalName(after, companyName);
          const back = splitLegalName(before, text, companyName);
          if (back === null) return;
          found += 1;
          expect(legalName(back, companyName)).toBe(text);
          const changed = (['apellidos', 'nombre'] as const).filter(
            (field) => back[field] !== before[field],
          );
          // Two fields only where they were equal, or emptied together.
          if (changed.length === 2)
            expect(apellidos.trim() === nombre.trim() || text === '').toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    // As many as are tried depends on the machine.
    expect(found / tried).toBeGreaterThan(0.3);
  });
  it('names of words are always taken apart when one of them changed', () => {
    const words = fc.stringMatching(/^[A-Z][a-z]{1,6}( [A-Z][a-z]{1,6})?$/);
    fc.assert(
      fc.property(words, words, words, fc.boolean(), (apellidos, nombre, other, first) => {
        fc.pre(new Set([apellidos, nombre, other]).size === 3);
        const after = first ? { apellidos: other, nombre } : { apellidos, nombre: other };
        expect(splitLegalName({ apellidos, nombre }, legalName(after, 'joined'), 'joined')).toEqual(
          after,
        );
      }),
    );
  });
  it('reaches the whole client, by the setting', () => {
    const client = giavClient({ tipo: 'Empresa', ...both });
    expect(
      applyField(client, 'company', 'business_name', 'Gil', { companyName: 'apellidos' }),
    ).toEqual({ ...client, apellidos: 'Gil' });
    expect(applyField(client, 'company', 'business_name', 'Gil')).toBeNull();
  });
});
