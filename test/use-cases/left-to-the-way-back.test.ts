import type { Link } from '../../lib/ports/links';
import { type Agency, ON } from '../ports/agency';
import { theContact, type, typeFields } from '../ports/contact';
import { inStep } from '../ports/in-step';

const linkOf = (agency: Agency): Link => agency.links.items.get('client 7') as Link;
const hint = (agency: Agency, source: 'run' | 'redrive') => ({
  v: 1,
  kind: 'change',
  of: 'contact',
  id: theContact(agency).id,
  source,
});

describe('a record that somebody edited in Clientify, while the way back is on', () => {
  it('is left to the way back by a run that has nothing of its own to write: told, and nothing is noted of it', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: 'después' });
    const [before, writes] = [linkOf(agency), agency.clientify.writes];
    const result = (await agency.run('full')).get('7');
    expect(result).toMatchObject({ outcome: 'skipped', reason: 'CHANGED_IN_CLIENTIFY' });
    expect([linkOf(agency), agency.clientify.writes, agency.hints]).toEqual([
      before,
      writes,
      [hint(agency, 'run')],
    ]);
    await agency.drain();
    expect(agency.giav.client(7)?.comentarios).toBe('después');
  });

  it('gets what changed in GIAV all the same; the edit stays one, and the record is looked at again', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: 'después' });
    agency.giav.edit(7, { apellidos: 'Gil' });
    const result = (await agency.run('full')).get('7');
    expect([result?.outcome, result?.notices]).toEqual(['updated', ['CHANGED_IN_CLIENTIFY']]);
    expect(theContact(agency).fields).toMatchObject({ last_name: 'Gil', remarks: 'después' });
    expect([linkOf(agency).modified, agency.hints]).toEqual([null, [hint(agency, 'run')]]);
    await agency.drain();
    expect(agency.giav.client(7)).toMatchObject({ apellidos: 'Gil', comentarios: 'después' });
  });

  it.each([
    ['on', ON],
    ['off at that time', {}],
  ])(
    'with a new entry of a list keeps it as an edit, although a run writes beside it (way back %s)',
    async (_, settings) => {
      const agency = await inStep(settings, { Movil: '699888777' });
      type(agency, (target) => ({
        ...target,
        phones: [...(target.phones ?? []), { id: 'p9', type: 1, phone: '600111333' }],
      }));
      agency.giav.edit(7, { apellidos: 'Gil' });
      await agency.run('full');
      agency.set(ON);
      await agency.drain();
      await agency.hint('contact', theContact(agency).id, 'redrive');
      const { movil, telefono, apellidos } = agency.giav.client(7) ?? {};
      expect([apellidos, [movil, telefono].sort()]).toEqual(['Gil', ['600111333', '699888777']]);
    },
  );

  it('is handed over as asked for, when an admin asks', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: 'después' });
    await agency.run('redrive');
    expect(agency.hints).toEqual([hint(agency, 'redrive')]);
  });

  it('and that nobody edited is handed to nobody', async () => {
    const agency = await inStep(ON);
    agency.giav.edit(7, { apellidos: 'Gil' });
    expect((await agency.run('full')).get('7')?.notices).toBeUndefined();
    expect([agency.hints, linkOf(agency).modified]).toEqual([[], theContact(agency).modified]);
  });
});

describe('a record that somebody edited in Clientify, while the way back is off', () => {
  it('keeps the edit until GIAV changes the field, and is told as different', async () => {
    const agency = await inStep({});
    typeFields(agency, { remarks: 'después' });
    const result = (await agency.run('full')).get('7');
    expect([result?.notices, agency.hints]).toEqual([['DIFFERS_FROM_GIAV'], []]);
    expect(theContact(agency).fields['remarks']).toBe('después');
  });
});
