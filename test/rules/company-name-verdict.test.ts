import {
  CompanySample,
  askCompanyNames,
  companyNameVerdict,
  patternOf,
  type Compared,
} from '../../lib/admin/doctor/company-names';
import { parseSyncConfig } from '../../lib/config/environment';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { giavClient } from '../harness/giav-records';

const names = {
  id: 1,
  apellidos: 'Pérez',
  nombre: 'Ayuntamiento de Cádiz',
  nombreAlias: 'Cádiz Turismo',
};
const paper = (name: string | null, of = names): Compared => ({
  names: of,
  printed: name === null ? null : { name },
});

describe('which fields of a company stand in the name that GIAV prints', () => {
  it.each([
    ['Pérez, Ayuntamiento de Cádiz', 'both fields'],
    ['AYUNTAMIENTO DE CADIZ PEREZ', 'both fields'],
    ['PÉREZ', 'Apellidos'],
    ['Ayuntamiento de  Cádiz', 'Nombre'],
    ['Cádiz Turismo', 'NombreAlias'],
    ['Otra SL', 'something else'],
  ])('%s: %s', (name, pattern) => {
    expect(patternOf(names, { name })).toBe(pattern);
  });
  it('a field that lies within the other is not taken for both', () => {
    const nested = { ...names, apellidos: 'Viajes Duero SL', nombre: 'Viajes Duero' };
    expect(patternOf(nested, { name: 'Viajes Duero SL' })).toBe('Apellidos');
    expect(patternOf(nested, { name: 'Viajes Duero' })).toBe('Nombre');
    expect(patternOf(nested, { name: 'Viajes Duero SL, Viajes Duero' })).toBe('both fields');
  });
});

describe('the setting that fits', () => {
  it('is told when all papers agree', () => {
    expect(
      companyNameVerdict([paper('Pérez'), paper('PEREZ'), paper(null)], 'joined'),
    ).toMatchObject({
      level: 'warning',
      finding:
        'GIAV prints as the name of 2 companies: Apellidos 2. Companies with both fields filled among them: 2.',
      action: 'Set companyName to "apellidos".',
    });
    expect(companyNameVerdict([paper('Ayuntamiento de Cádiz')], 'nombre').level).toBe('ok');
    expect(companyNameVerdict([paper('Pérez, Ayuntamiento de Cádiz')], 'joined').level).toBe('ok');
    expect(companyNameVerdict([paper('Pérez, Ayuntamiento de Cádiz')], 'apellidos').action).toBe(
      'Set companyName to "joined".',
    );
  });
  it('where they differ, or say nothing, no field may be dropped', () => {
    expect(
      companyNameVerdict([paper('Pérez'), paper('Ayuntamiento de Cádiz')], 'apellidos').action,
    ).toBe('Set companyName to "joined".');
    expect(companyNameVerdict([paper('Otra SL')], 'joined').level).toBe('ok');
    expect(companyNameVerdict([paper('Cádiz Turismo')], 'nombre').action).toBe(
      'Set companyName to "joined".',
    );
  });
  it('without papers, or with one field filled only, every setting fits', () => {
    expect(companyNameVerdict([paper(null)], 'nombre').level).toBe('ok');
    expect(
      companyNameVerdict(
        [paper('Viajes Duero SL', { ...names, apellidos: 'Viajes Duero SL', nombre: '' })],
        'nombre',
      ).level,
    ).toBe('ok');
  });
  it('names no company', () => {
    expect(
      JSON.stringify(
        companyNameVerdict([paper('Pérez'), paper('Otra SL'), paper('Cádiz Turismo')], 'joined'),
      ),
    ).not.toMatch(/Pérez|Otra|Cádiz/);
  });
});

describe('the companies that are asked for', () => {
  const company = (id: number, apellidos: string, nombre: string) =>
    giavClient({ id, tipo: 'Empresa', apellidos, nombre });
  it('are ten at most, those with both fields filled first; persons are none', () => {
    const sample = new CompanySample();
    for (let id = 0; id < 12; id++) sample.take(company(id, 'Uno', ''));
    for (let id = 100; id < 112; id++) sample.take(company(id, 'Uno', id === 100 ? 'Uno' : 'Dos'));
    sample.take(giavClient({ id: 999, apellidos: 'Uno', nombre: 'Dos' }));
    expect(sample.companies.map(({ id }) => id)).toEqual([
      101, 102, 103, 104, 105, 106, 107, 108, 109, 110,
    ]);
    const few = new CompanySample();
    few.take(company(1, 'Uno', ''));
    few.take(company(2, 'Uno', 'Dos'));
    expect(few.companies.map(({ id }) => id)).toEqual([2, 1]);
  });
  it('a key that may not read papers is a finding; an outage is not', async () => {
    const sample = new CompanySample();
    sample.take(company(1, 'Uno', 'Dos'));
    const config = parseSyncConfig('{}');
    const refuse = () => Promise.reject(new RecordError('No se tiene acceso al registro'));
    expect(await askCompanyNames(sample, refuse, config)).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('may not read') as string,
    });
    await expect(
      askCompanyNames(sample, () => Promise.reject(new RetryableError('down')), config),
    ).rejects.toThrow('down');
    expect((await askCompanyNames(new CompanySample(), refuse, config)).level).toBe('ok');
    expect(
      (await askCompanyNames(sample, () => Promise.resolve({ name: 'Dos' }), config)).action,
    ).toBe('Set companyName to "nombre".');
  });
});
