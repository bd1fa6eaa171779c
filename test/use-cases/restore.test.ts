import { restoreField } from '../../lib/admin/restore';
import type { NewDecision } from '../../lib/ports/decisions';
import type { Agency } from '../ports/agency';
import { ON } from '../ports/agency';
import { theContact, typeFields, type } from '../ports/contact';
import { inStep } from '../ports/in-step';

const NOW = new Date('2026-03-02T09:00:00Z');
const DAYS = ['2026-03-02T08:00:00.000Z', '2026-03-01T08:00:00.000Z'];

/** `cli restore client 7`, with the decisions that the agency has kept. */
async function restore(agency: Agency, field: string): Promise<{ from: string; to: string }> {
  const kept = [...agency.decisions].reverse().filter(({ replaced = [] }) => replaced.length > 0);
  const ports = {
    links: agency.links,
    decisions: {
      async *of() {
        for (const [at, one] of kept.entries())
          yield await Promise.resolve({ at: DAYS[at] ?? '', ...one } as never);
      },
      putMany: (decisions: readonly NewDecision[]) =>
        Promise.resolve(void agency.decisions.push(...decisions)),
    },
    clientify: agency.clientify,
    changes: {
      send: (change: unknown) => Promise.resolve(void agency.hints.push(change as never)),
    },
    config: agency.config,
  };
  return restoreField(ports, '7', field, NOW);
}

const replaced = (agency: Agency) => agency.decisions.flatMap(({ replaced = [] }) => replaced);

/** A remark of GIAV's, replaced by another one of GIAV's. */
async function replacedOnce(settings: object): Promise<Agency> {
  const agency = await inStep(settings, { Direccion: 'Calle 1', Poblacion: 'Soria' });
  agency.giav.edit(7, { comentarios: 'después', direccion: 'Calle 2' });
  await agency.settle();
  return agency;
}

describe('a value that is put back', () => {
  it('is in Clientify again, and goes to GIAV', async () => {
    const agency = await replacedOnce(ON);
    expect(await restore(agency, 'remarks')).toMatchObject({ from: 'después', to: 'antes' });
    await agency.settle();
    expect(theContact(agency).fields['remarks']).toBe('antes');
    expect(agency.giav.client(7)?.comentarios).toBe('antes');
  });

  it.each([{}, ON])(
    'takes the place of what somebody typed meanwhile, which is kept',
    async (on) => {
      const agency = await replacedOnce(on);
      typeFields(agency, { remarks: 'a mano' });
      type(agency, (target) => ({
        ...target,
        addresses: target.addresses?.map((one) => ({ ...one, street: 'Paseo 3' })),
      }));
      expect(await restore(agency, 'remarks')).toMatchObject({ from: 'a mano', to: 'antes' });
      expect(replaced(agency)).toContainEqual(
        expect.objectContaining({ field: 'remarks', side: 'clientify', from: 'a mano' }),
      );
      await restore(agency, 'address');
      expect(theContact(agency).addresses?.[0]?.street).toBe('Calle 1');
      expect(replaced(agency).map(({ from }) => from)).toContainEqual(
        expect.stringContaining('Paseo 3'),
      );
      expect(await restore(agency, 'remarks')).toMatchObject({ from: 'antes', to: 'a mano' });
    },
  );
});

describe('of a client of which a run was undone', () => {
  const undone = async (settings: object): Promise<Agency> => {
    const agency = await replacedOnce(settings);
    const link = await agency.links.get('client', '7');
    if (!link?.snapshot) throw new Error('no link');
    typeFields(agency, { remarks: 'otra' });
    await agency.links.put('client', { ...link, undone: link.fingerprint });
    return agency;
  };

  it('no value is put back: the look at it would do once more all that was undone', async () => {
    const agency = await undone(ON);
    await expect(restore(agency, 'remarks')).rejects.toThrow('was undone');
    await agency.drain();
    expect(theContact(agency).fields['remarks']).toBe('otra');
    expect((await agency.links.get('client', '7'))?.undone).toBeDefined();
  });

  it('it is while the way back is off: nobody looks', async () => {
    const agency = await undone({});
    await restore(agency, 'remarks');
    await agency.drain();
    expect(theContact(agency).fields['remarks']).toBe('antes');
    expect((await agency.links.get('client', '7'))?.undone).toBeDefined();
  });
});
