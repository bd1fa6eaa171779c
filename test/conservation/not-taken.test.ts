import fc from 'fast-check';
import type { GiavClient } from '../../lib/sync/records';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { cases } from '../harness/cases';

type Turned = Record<string, 'refused' | 'forbidden' | 'ignored' | 'in-part'>;

const ID = 7;
const VALUES = {
  nombre: ['Ana', 'ANA', 'Eva María', ''],
  apellidos: ['Gil Soto', 'Gil', ''],
  direccion: ['C/ Mayor 1', 'C/ Mayor 12', 'Calle Nueva 99', ''],
  codPostal: ['42001', '43201', ''],
  poblacion: ['Soria', 'Reus', ''],
  provincia: ['Soria', 'Tarragona', ''],
  comentarios: ['antes', 'antes, y más', 'otra cosa', ''],
  movil: ['600111222', '677777777', ''],
  telefono: ['975111222', '977333444', ''],
  email: ['a@example.com', 'b@example.com; c@example.com', 'a@example.com, c@example.com', ''],
  birthday: ['1980-02-01', '1890-01-01', null],
} satisfies Partial<Record<keyof GiavClient, readonly (string | null)[]>>;

const PARTS = [
  'first_name',
  'last_name',
  'name',
  'business_name',
  'remarks',
  'birthday',
  'status',
  'address',
  'emails',
  'phones',
  'tags',
] as const;

const client: fc.Arbitrary<Partial<GiavClient>> = fc.record<Record<string, unknown>>(
  Object.fromEntries(
    Object.entries(VALUES).map(([field, values]) => [
      field,
      fc.constantFrom<string | null>(...values),
    ]),
  ),
);
const turned: fc.Arbitrary<Turned> = fc.dictionary(
  fc.constantFrom(...PARTS),
  fc.constantFrom('refused', 'forbidden', 'ignored', 'in-part'),
);
const step = fc.record({
  giav: fc
    .tuple(client, fc.subarray(Object.keys(VALUES)))
    .map(([values, fields]): Partial<GiavClient> =>
      Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field))),
    ),
  turned,
  fault: fc.option(
    fc.record({
      at: fc.nat(6),
      fault: fc.constantFrom('refuse' as const, 'lose' as const, 'killAfter' as const),
    }),
  ),
  mode: fc.constantFrom('full' as const, 'modified' as const),
});
const begin = fc.record({
  tipo: fc.constantFrom('Particular', 'Empresa'),
  winner: fc.constantFrom('giav' as const, 'clientify' as const),
  clears: fc.constantFrom('never' as const, 'always' as const),
});

/** Every record of Clientify is looked at, as after a webhook of some other field. */
async function looked(agency: Agency): Promise<void> {
  for (const { kind, id } of [...agency.clientify.records.values()])
    if (kind !== 'deal') await agency.hint(kind, id, 'run');
  await agency.drain();
}

describe('what Clientify does not take of a write', () => {
  it('is never taken for a person’s edit: nothing is written to GIAV, and GIAV’s values stay', async () => {
    await fc.assert(
      fc.asyncProperty(
        begin,
        client,
        turned,
        fc.array(step, { minLength: 1, maxLength: 4 }),
        async ({ tipo, ...rules }, first, atFirst, steps) => {
          const agency = new Agency({ writeBack: { ...ON.writeBack, ...rules } });
          agency.giav.store(rawClient(ID, { Documento: '12345678Z', Tipo: tipo }));
          agency.giav.edit(ID, first);
          agency.clientify.turnsDown = (part) => atFirst[part] ?? null;
          await agency.run('full');
          await looked(agency);
          for (const { giav, turned: parts, fault, mode } of steps) {
            agency.giav.edit(ID, giav);
            agency.clientify.turnsDown = (part) => parts[part] ?? null;
            if (fault) agency.faults.at(fault.at, fault.fault);
            await agency.run(mode);
            await agency.drain();
            agency.faults.none();
            await looked(agency);
          }
          agency.clientify.turnsDown = () => null;
          const before = structuredClone(agency.giav.clients.get(ID));
          await agency.settle();
          expect(agency.giav.clients.get(ID)).toEqual(before);
          expect(agency.giav.puts.length).toBe(0);
        },
      ),
      { numRuns: cases(400) },
    );
  });

  it('is told of nobody’s value: what a decision says was replaced or filled is what came of it', async () => {
    for (const why of ['refused', 'forbidden', 'ignored'] as const) {
      const agency = new Agency(ON);
      agency.giav.store(rawClient(ID, { Documento: '12345678Z' }));
      const { direccion, comentarios, movil, poblacion } = VALUES;
      const text = (at: number) => ({
        direccion: direccion[at],
        comentarios: comentarios[at],
        poblacion: poblacion[at],
        movil: movil[at],
      });
      agency.giav.edit(ID, { nombre: 'Ana', apellidos: 'Gil', ...text(0) });
      await agency.run('full');
      agency.giav.edit(ID, { ...text(1), apellidos: 'Gil Soto', email: 'a@example.com' });
      agency.clientify.turnsDown = (part) => (part === 'last_name' ? null : why);
      await agency.run('full');
      const { replaced, filled } = agency.decisions.at(-1) ?? {};
      expect(replaced?.map(({ field }) => field)).toEqual(['last_name']);
      expect(filled).toBeUndefined();
      // It waits: the next look brings what Clientify takes by then.
      agency.clientify.turnsDown = () => null;
      await looked(agency);
      const [record] = [...agency.clientify.records.values()];
      expect(record?.fields['remarks']).toBe(text(1).comentarios);
      expect(record?.addresses?.map(({ street }) => street)).toEqual([text(1).direccion]);
      expect(record?.phones?.map(({ phone }) => phone)).toEqual([text(1).movil]);
      expect(agency.giav.puts).toEqual([]);
    }
  });
});
