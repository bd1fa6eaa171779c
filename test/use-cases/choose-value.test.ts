import type { Agency } from '../ports/agency';
import { ON } from '../ports/agency';
import { REFUSED, WRITES, choose, inStep, waiting } from '../ports/choosing';
import { theContact, type, typeFields } from '../ports/contact';

const both = (agency: Agency) => [
  agency.giav.client(7)?.comentarios,
  theContact(agency).fields['remarks'],
];
/** It stays so, whatever runs and hooks come. */
async function staysAs(agency: Agency, values: readonly unknown[]): Promise<void> {
  expect(both(agency)).toEqual(values);
  await agency.settle();
  expect(both(agency)).toEqual(values);
  expect(await waiting(agency)).toEqual([]);
}
const replaced = (agency: Agency) =>
  agency.decisions.flatMap((one) => one.replaced ?? []).filter(({ why }) => why === 'chosen');

describe('a value that an admin chooses of a field that waits', () => {
  let agency: Agency;
  async function parkedEdit(): Promise<void> {
    agency = await inStep(ON, REFUSED);
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
  }
  beforeEach(parkedEdit);

  it('is offered with what both sides show', async () => {
    expect(await waiting(agency)).toMatchObject([
      {
        field: 'remarks',
        giav: 'antes',
        clientify: 'de Clientify',
        reason: 'EDIT_PARKED',
        choices: ['giav', 'clientify'],
      },
    ]);
  });
  it('GIAV’s goes to Clientify by the way back, and the one that gives way is kept with the decision', async () => {
    const writes = agency.clientify.writes;
    expect(await choose(agency, { winner: 'giav' })).toMatchObject({
      value: 'antes',
      other: 'de Clientify',
    });
    // The choice itself writes nothing.
    expect(agency.clientify.writes).toBe(writes);
    await agency.drain();
    expect(agency.giav.puts).toEqual([]);
    expect(replaced(agency)).toContainEqual({
      field: 'remarks',
      side: 'clientify',
      from: 'de Clientify',
      to: 'antes',
      why: 'chosen',
    });
    await staysAs(agency, ['antes', 'antes']);
  });
  it('Clientify’s goes to GIAV with every check of a write: what GIAV refuses is parked again', async () => {
    await choose(agency, { winner: 'clientify' });
    await agency.drain();
    expect(both(agency)).toEqual(['antes', 'de Clientify']);
    expect(await waiting(agency)).toMatchObject([{ field: 'remarks', reason: 'EDIT_PARKED' }]);
  });
  it('Clientify’s goes to GIAV once nothing stands in its way', async () => {
    agency.set(WRITES);
    await choose(agency, { winner: 'clientify' });
    await agency.drain();
    expect(replaced(agency)).toContainEqual({
      field: 'remarks',
      side: 'giav',
      from: 'antes',
      to: 'de Clientify',
      why: 'chosen',
    });
    await staysAs(agency, ['de Clientify', 'de Clientify']);
  });
  it('says nothing about the other fields: what is parked beside it stays parked', async () => {
    typeFields(agency, { last_name: 'Ferrer Gil' });
    await agency.settle();
    agency.set(WRITES);
    await choose(agency, { field: 'remarks', winner: 'giav' });
    await agency.drain();
    expect(theContact(agency).fields['remarks']).toBe('antes');
    expect(agency.giav.client(7)?.apellidos).toBe('Ferrer');
    expect((await waiting(agency)).map(({ field }) => field)).toEqual(['last_name']);
  });
  it.each(['giav', 'clientify'] as const)(
    'is refused when %s has changed since it was shown',
    async (side) => {
      agency.set(WRITES);
      const [shown] = await waiting(agency);
      if (side === 'giav') agency.giav.edit(7, { comentarios: 'otra cosa' });
      else typeFields(agency, { remarks: 'otra cosa' });
      const chosen = choose(agency, { winner: 'giav', seen: shown?.seen });
      await expect(chosen).rejects.toThrow('Somebody has changed remarks meanwhile');
      expect(agency.hints).toEqual([]);
    },
  );
  it('does not count when a side changes before the way back looks: then it is an edit like any other', async () => {
    agency.set(WRITES);
    await choose(agency, { winner: 'giav' });
    typeFields(agency, { remarks: 'escrito después' });
    await agency.drain();
    expect(both(agency)).toEqual(['escrito después', 'escrito después']);
  });
  it.each(['taxpayer_identification_number', 'gdpr_accept', 'unsubscribed', 'status', 'nonsense'])(
    'is never one of %s',
    async (field) => {
      typeFields(agency, { gdpr_accept: true, status: 'lost-client' });
      for (const winner of ['giav', 'clientify'] as const)
        await expect(choose(agency, { field, winner })).rejects.toThrow('waits for a choice');
      expect(agency.hints).toEqual([]);
    },
  );
  it('is not one that a setting gives to GIAV alone', async () => {
    agency.set({ ...ON, owners: { remarks: 'giav' } });
    for (const winner of ['giav', 'clientify'] as const)
      await expect(choose(agency, { winner })).rejects.toThrow();
    expect(agency.hints).toEqual([]);
  });
  it('empties nothing', async () => {
    agency.giav.edit(7, { comentarios: '' });
    await expect(choose(agency, { winner: 'giav' })).rejects.toThrow();
    await agency.drain();
    expect(theContact(agency).fields['remarks']).toBe('de Clientify');
  });

  it('of the address is the whole address', async () => {
    const address = { Direccion: 'C/ Mayor 1', Poblacion: 'Soria', CodPostal: '42001' };
    agency = await inStep(ON, { ...REFUSED, ...address });
    type(agency, (target) => ({
      ...target,
      addresses: target.addresses?.map((one) => ({ ...one, street: 'C/ Nueva 2' })),
    }));
    await agency.settle();
    await choose(agency, { field: 'address', winner: 'giav' });
    await agency.drain();
    expect(theContact(agency).addresses).toMatchObject([{ street: 'C/ Mayor 1', city: 'Soria' }]);
    await agency.settle();
    expect(await waiting(agency)).toEqual([]);
  });
  it('of a list is GIAV’s: what was removed in Clientify comes back, and what was added stays there', async () => {
    agency = await inStep(ON, REFUSED);
    type(agency, (target) => ({ ...target, phones: [{ id: 'p9', type: 1, phone: '699888777' }] }));
    await agency.settle();
    expect((await waiting(agency)).map(({ field }) => field)).toEqual(['phones']);
    await choose(agency, { field: 'phones', winner: 'giav' });
    await agency.drain();
    const phones = (): string[] =>
      (theContact(agency).phones ?? []).map(({ phone }) => phone.slice(-9)).sort();
    expect(phones()).toEqual(['600111222', '699888777']);
    expect(agency.giav.puts).toEqual([]);
    expect(await waiting(agency)).toEqual([]);
    await agency.settle();
    expect(phones()).toEqual(['600111222', '699888777']);
    expect(await waiting(agency)).toEqual([]);
  });
});

describe('while the way back does not write', () => {
  it.each(['off', 'dry-run'] as const)(
    '%s: GIAV’s value may be chosen, and goes to Clientify; Clientify’s may not',
    async (mode) => {
      const agency = await inStep({ writeBack: { mode } });
      typeFields(agency, { remarks: 'de Clientify', last_name: 'Ferrer Gil' });
      await agency.settle();
      expect(await waiting(agency)).toMatchObject([
        { field: 'last_name', reason: 'DIFFERS_FROM_GIAV', choices: ['giav'] },
        { field: 'remarks', reason: 'DIFFERS_FROM_GIAV', choices: ['giav'] },
      ]);
      await expect(choose(agency, { winner: 'clientify' })).rejects.toThrow('does not write');
      await choose(agency, { winner: 'giav' });
      await agency.drain();
      expect(both(agency)).toEqual(['antes', 'antes']);
      expect(theContact(agency).fields['last_name']).toBe('Ferrer Gil');
      expect(agency.giav.puts).toEqual([]);
      expect((await waiting(agency)).map(({ field }) => field)).toEqual(['last_name']);
    },
  );
});
