import { hashText } from '../../lib/sync/hash';
import type { Agency } from '../ports/agency';
import { ON } from '../ports/agency';
import { REFUSED, WRITES, choose, inStep, waiting } from '../ports/choosing';
import { theContact, type, typeFields } from '../ports/contact';

const phones = (agency: Agency): string[] =>
  (theContact(agency).phones ?? []).map(({ phone }) => phone.slice(-9)).sort();

describe('a choice at the edges', () => {
  it.each(['off', 'dry-run'] as const)(
    '%s: other edits wait, and are carried over later',
    async (mode) => {
      const agency = await inStep({ writeBack: { mode } });
      typeFields(agency, { remarks: 'de Clientify', last_name: 'Ferrer Gil' });
      type(agency, (target) => ({
        ...target,
        phones: [...(target.phones ?? []), { id: 'p9', type: 1, phone: '699888777' }],
      }));
      await agency.settle();
      await choose(agency, { field: 'remarks', winner: 'giav' });
      await agency.drain();
      expect(agency.giav.puts).toEqual([]);
      expect(theContact(agency).fields['remarks']).toBe('antes');
      expect(phones(agency)).toEqual(['600111222', '699888777']);
      agency.set(ON);
      await agency.settle();
      expect(agency.giav.client(7)?.apellidos).toBe('Ferrer Gil');
      expect(agency.giav.client(7)?.comentarios).toBe('antes');
      expect(JSON.stringify(agency.giav.client(7))).toContain('699888777');
    },
  );

  it('off: a phone removed in Clientify and another field chosen: GIAV keeps its own', async () => {
    const agency = await inStep({ writeBack: { mode: 'off' } }, { Telefono: '911222333' });
    type(agency, (target) => ({ ...target, phones: target.phones?.slice(0, 1) }));
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    const before = phones(agency);
    await choose(agency, { field: 'remarks', winner: 'giav' });
    await agency.drain();
    expect(phones(agency)).toEqual(before);
    expect(agency.giav.puts).toEqual([]);
    expect((await waiting(agency)).map(({ field }) => field)).toEqual(['phones']);
  });

  it('carried out twice it writes once', async () => {
    const agency = await inStep(ON, REFUSED);
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    agency.set(WRITES);
    await choose(agency, { winner: 'clientify' });
    agency.hints.push(...agency.hints);
    await agency.drain();
    expect(agency.giav.puts).toHaveLength(1);
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('de Clientify');
  });

  it('a choice for Clientify that finds the way back off changes nothing, and the field still waits', async () => {
    const agency = await inStep(ON, REFUSED);
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    agency.set(WRITES);
    await choose(agency, { winner: 'clientify' });
    agency.set({ writeBack: { mode: 'off' } });
    await agency.drain();
    expect(agency.giav.puts).toEqual([]);
    expect(theContact(agency).fields['remarks']).toBe('de Clientify');
    expect((await waiting(agency)).map(({ field }) => field)).toEqual(['remarks']);
  });

  it('a choice for Clientify that finds a dry run changes nothing, and the field still waits', async () => {
    const agency = await inStep(ON, REFUSED);
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    agency.set(WRITES);
    await choose(agency, { winner: 'clientify' });
    agency.set({ writeBack: { ...WRITES.writeBack, mode: 'dry-run' } });
    await agency.drain();
    expect(agency.giav.puts).toEqual([]);
    expect(theContact(agency).fields['remarks']).toBe('de Clientify');
    expect((await waiting(agency)).map(({ field }) => field)).toEqual(['remarks']);
  });

  it.each([ON, { writeBack: { mode: 'off' } }])(
    'of a record that was undone: none is taken, and one that was on its way does nothing (%j)',
    async (settings) => {
      const agency = await inStep(settings, REFUSED);
      typeFields(agency, { remarks: 'de Clientify' });
      await agency.settle();
      await choose(agency, { winner: 'giav' });
      // As an undo leaves the first name: Clientify shows the earlier one, and so does the base of both sides.
      typeFields(agency, { first_name: 'Lucia' });
      const link = await agency.links.get('client', '7');
      if (!link?.snapshot) throw new Error('no link');
      const { snapshot } = link;
      const side = (fields: Readonly<Record<string, string>>) => ({
        fields: { ...fields, first_name: hashText('Lucia') },
      });
      const [giav, clientify] = [
        { ...snapshot.giav, ...side(snapshot.giav.fields) },
        { ...snapshot.clientify, ...side(snapshot.clientify.fields) },
      ];
      await agency.links.put('client', {
        ...link,
        undone: link.fingerprint,
        snapshot: { ...snapshot, giav, clientify },
      });
      await agency.drain();
      expect(theContact(agency).fields).toMatchObject({
        first_name: 'Lucia',
        remarks: 'de Clientify',
      });
      await expect(choose(agency, { winner: 'giav' })).rejects.toThrow('was undone');
      expect(agency.hints).toEqual([]);
    },
  );

  it('lists: what both replaced, GIAV chosen: Clientify’s own is kept with the decision', async () => {
    const agency = await inStep({ writeBack: { ...ON.writeBack, winner: 'clientify' } }, REFUSED);
    type(agency, (target) => ({ ...target, phones: [{ id: 'p9', type: 1, phone: '699888777' }] }));
    agency.giav.edit(7, { movil: '622333444' });
    await agency.settle();
    await choose(agency, { field: 'phones', winner: 'giav' });
    await agency.drain();
    expect(phones(agency)).toContain('622333444');
    const kept = JSON.stringify(agency.decisions.flatMap((one) => one.replaced ?? []));
    expect([...phones(agency), kept].join(' ')).toContain('699888777');
    expect(agency.giav.puts).toEqual([]);
    await agency.settle();
    expect(agency.giav.client(7)?.movil).toBe('622333444');
  });
  it('lists: what both replaced, Clientify chosen while GIAV refuses, then not', async () => {
    const agency = await inStep({ writeBack: { ...ON.writeBack, winner: 'clientify' } }, REFUSED);
    type(agency, (target) => ({ ...target, phones: [{ id: 'p9', type: 1, phone: '699888777' }] }));
    agency.giav.edit(7, { movil: '622333444' });
    await agency.settle();
    agency.set({ writeBack: { ...WRITES.writeBack, winner: 'giav' } });
    await choose(agency, { field: 'phones', winner: 'clientify' });
    await agency.drain();
    const kept = JSON.stringify(agency.decisions.flatMap((one) => one.replaced ?? []));
    expect(agency.giav.client(7)?.movil).toBe('699888777');
    expect([...phones(agency), kept].join(' ')).toContain('622333444');
  });
});
