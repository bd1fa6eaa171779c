import type { WriteBackPorts } from '../../lib/way-back/change-work';
import { WriteBack } from '../../lib/way-back/write-back';
import { RecordError } from '../../lib/sync/errors';
import { Agency, ON } from '../ports/agency';
import { theContact, type, typeFields } from '../ports/contact';
import { withClientInStep } from '../ports/in-step';

/** What the events, the log and the decisions tell of changes in Clientify. */
class Told extends Agency {
  readonly events: [string, object][] = [];
  readonly said: [string, object][] = [];

  override ports(): WriteBackPorts {
    return {
      ...super.ports(),
      events: {
        announce: (name: string, detail: object) =>
          Promise.resolve(void this.events.push([name, detail])),
      } as never,
      log: {
        info: (text, ids = {}) => void this.said.push([text, ids]),
        warn: () => undefined,
        error: () => undefined,
      },
    };
  }

  /** Looks at the contact; the last decision, if this look made any. */
  async look7(source: 'webhook' | 'redrive' = 'webhook') {
    const known = this.decisions.length;
    this.events.splice(0);
    this.said.splice(0);
    await this.hint('contact', theContact(this).id, source);
    return this.decisions.slice(known).at(-1) ?? null;
  }

  edit(fields: Record<string, unknown>): void {
    this.giav.store({ ...this.giav.clients.get(7), ...fields });
  }
}

const inStep = (settings: object = ON, giav: object = {}): Promise<Told> =>
  withClientInStep(new Told(settings), { Email: 'lucia@example.com', ...giav });
const merged = (toGiav: number, toClientify: number, conflicts: number) => [
  ['change merged', { id: '7', kind: 'contact', toGiav, toClientify, conflicts }],
];

describe('an edit in Clientify that was written to GIAV', () => {
  it('is told with the names of its fields, in the decision with its values, the replaced one among them', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: 'después' });
    const told = await agency.look7();
    expect(agency.events).toEqual([
      ['ClientWrittenBack', { id: '7', fields: ['Comentarios'], created: false }],
    ]);
    expect(agency.said).toEqual(merged(1, 0, 0));
    expect(told).toEqual({
      entity: 'client',
      id: '7',
      kind: 'contact',
      clientifyId: theContact(agency).id,
      result: { outcome: 'updated', reason: undefined, notices: undefined },
      notes: [],
      giav: {
        mode: 'on',
        operation: 'Cliente_PUT',
        changes: [{ field: 'Comentarios', from: 'antes', to: 'después' }],
        unreadable: expect.any(Array) as unknown[],
      },
      conflicts: [],
      replaced: [
        {
          field: 'remarks',
          side: 'giav',
          from: 'antes',
          to: 'después',
          why: 'changed-in-clientify',
        },
      ],
      sent: undefined,
    });
  });

  it('is told once: the hint about our own write has nothing to tell', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: 'después' });
    await agency.look7();
    expect([await agency.look7('redrive'), agency.events, agency.said]).toEqual([
      null,
      [],
      merged(0, 0, 0),
    ]);
  });

  it('in a dry run is told as what would be sent, and no event says that GIAV was written', async () => {
    const agency = await inStep();
    agency.set({ writeBack: { mode: 'dry-run' } });
    typeFields(agency, { remarks: 'después' });
    const told = await agency.look7();
    expect([agency.events, agency.said]).toEqual([[], merged(0, 0, 0)]);
    expect(told).toMatchObject({
      result: { outcome: 'skipped', reason: 'DRY_RUN' },
      giav: { mode: 'dry-run', changes: [{ field: 'Comentarios', to: 'después' }] },
    });
    expect([told?.replaced, told?.giav?.why]).toEqual([undefined, undefined]);
    agency.set({ writeBack: { mode: 'on' } });
    expect((await agency.look7())?.giav).toMatchObject({
      mode: 'dry-run',
      why: expect.stringContaining('ACKNOWLEDGE_UNREADABLE') as string,
    });
  });

  it('that GIAV refuses is told by nobody as written, and replaces nothing', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: 'después' });
    agency.giav.putClient = () => Promise.reject(new RecordError('GIAV refused Cliente_PUT'));
    await agency.look7();
    expect([agency.events, agency.said]).toEqual([[], merged(0, 0, 0)]);
    expect([...agency.failures]).toEqual([['client 7', 'GIAV_REFUSED']]);
  });
});

describe('a field that both sides changed', () => {
  it.each([
    ['clientify', 'cc'],
    ['giav', 'gg'],
  ] as const)('is told with both values and the side that won: %s', async (winner, value) => {
    const agency = await inStep({ writeBack: { ...ON.writeBack, winner } });
    typeFields(agency, { remarks: 'cc' });
    agency.edit({ Comentarios: 'gg' });
    const told = await agency.look7();
    expect(agency.events.filter(([name]) => name === 'ConflictResolved')).toEqual([
      ['ConflictResolved', { id: '7', fields: ['remarks'], winner }],
    ]);
    expect(agency.said).toEqual(
      merged(winner === 'clientify' ? 1 : 0, winner === 'giav' ? 1 : 0, 1),
    );
    expect(told).toMatchObject({
      result: { outcome: 'updated', notices: ['REPLACED'] },
      conflicts: [{ field: 'remarks', giav: 'gg', clientify: 'cc', winner }],
      replaced: [
        winner === 'clientify'
          ? { field: 'remarks', side: 'giav', from: 'gg', to: 'cc', why: 'conflict' }
          : { field: 'remarks', side: 'clientify', from: 'cc', to: 'gg', why: 'conflict' },
      ],
    });
    expect(told?.sent?.length).toBe(winner === 'giav' ? 1 : undefined);
    const shown = [theContact(agency).fields['remarks'], agency.giav.client(7)?.comentarios];
    expect(shown).toEqual([value, value]);
  });
});

describe('what a person emptied in Clientify and GIAV keeps', () => {
  it('is told, value by value of a list as well', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: '' });
    type(agency, (target) => ({ ...target, emails: [] }));
    const told = await agency.look7();
    expect(told?.result.notices).toEqual(expect.arrayContaining(['CLEARED_IN_CLIENTIFY']));
    expect(told?.notes).toEqual(
      expect.arrayContaining([
        { field: 'remarks', note: 'emptied in Clientify; GIAV keeps it' },
        { field: 'emails', note: 'emptied in Clientify; GIAV keeps it' },
      ]),
    );
    expect([theContact(agency).fields['remarks'], theContact(agency).emails?.length]).toEqual([
      'antes',
      1,
    ]);
  });

  it('is told of a list alone, too', async () => {
    const agency = await inStep();
    type(agency, (target) => ({ ...target, emails: [] }));
    const told = await agency.look7();
    expect([told?.result.notices, told?.notes]).toEqual([
      ['CLEARED_IN_CLIENTIFY'],
      [{ field: 'emails', note: 'emptied in Clientify; GIAV keeps it' }],
    ]);
  });

  it('is not told of lists that nobody emptied', async () => {
    const agency = await inStep();
    typeFields(agency, { last_name: 'Gil' });
    const told = await agency.look7();
    expect([told?.result.notices, told?.notes]).toEqual([undefined, []]);
  });
});

describe('a field of GIAV that somebody changed in Clientify', () => {
  it('is put back, and told as such', async () => {
    const agency = await inStep();
    const before = theContact(agency).fields['contact_type'];
    typeFields(agency, { contact_type: 'Otro' });
    const told = await agency.look7();
    expect(told).toMatchObject({
      result: { outcome: 'updated' },
      notes: [{ field: 'contact_type', note: "GIAV's field: put back to GIAV's value" }],
    });
    expect([told?.sent?.length, theContact(agency).fields['contact_type']]).toEqual([1, before]);
    expect([agency.events, agency.said]).toEqual([[], merged(0, 1, 0)]);
  });
});

describe('an id that somebody emptied in Clientify', () => {
  it('is written again where the Documento is still the client’s, and told', async () => {
    const agency = await inStep();
    type(agency, (target) => ({
      ...target,
      customFields: { ...target.customFields, gesintur_id: '' },
    }));
    expect((await agency.look7())?.result.notices).toEqual(['RELINKED']);
    expect(theContact(agency).customFields?.['gesintur_id']).toBe('7');
  });
});

describe('an edit that GIAV refused', () => {
  it('is parked, and told as long as it is, whatever else is edited', async () => {
    const agency = await inStep();
    const put = agency.giav.putClient.bind(agency.giav);
    typeFields(agency, { remarks: 'después' });
    agency.giav.putClient = () => Promise.reject(new RecordError('GIAV refused Cliente_PUT'));
    await agency.look7();
    agency.giav.putClient = put;
    typeFields(agency, { last_name: 'Gil' });
    const told = await agency.look7();
    expect([told?.result.notices, agency.giav.client(7)]).toEqual([
      ['EDIT_PARKED'],
      expect.objectContaining({ apellidos: 'Gil', comentarios: 'antes' }),
    ]);
  });
});

describe('an edit while the way back is halted', () => {
  it.each(['damage', 'too many'])(
    'parks nothing: it goes its way once somebody has resumed (%s)',
    async (why) => {
      const agency = await inStep();
      const since = new Date('2026-03-02T09:00:00Z');
      await (why === 'damage' ? agency.incidents.halt('8', since) : agency.incidents.hold(since));
      typeFields(agency, { remarks: 'después' });
      await agency.look7();
      const link = () => agency.links.items.get('client 7');
      expect([[...agency.failures.values()], link()?.parked, link()?.modified]).toEqual([
        [why === 'damage' ? 'WRITE_BACK_HALTED' : 'WRITE_BACK_HELD'],
        undefined,
        null,
      ]);
      expect(agency.giav.client(7)?.comentarios).toBe('antes');
      await agency.incidents.resume();
      expect((await agency.look7())?.result.outcome).toBe('updated');
      expect(agency.giav.client(7)?.comentarios).toBe('después');
    },
  );
});

describe('a look that writes to both sides', () => {
  it('notes both writes before the second is sent: should it die, what either side shows is known to be ours', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: 'después' });
    agency.edit({ Apellidos: 'Gil' });
    const note = jest.spyOn(agency.links, 'noteOwnWrites');
    await agency.look7();
    const noted = note.mock.calls.map(([, , writes]) => Object.keys(writes).sort());
    expect(noted).toEqual([['giav'], ['clientify', 'giav']]);
    expect(agency.links.items.get('client 7')?.ownWrites).toBeUndefined();
  });

  it('waits where the client is changed in GIAV again and again meanwhile', async () => {
    const agency = await inStep();
    typeFields(agency, { remarks: 'después' });
    const read = agency.giav.readClient.bind(agency.giav);
    let changes = 0;
    agency.giav.readClient = async (id) => {
      const found = await read(id);
      agency.edit({ Telefono: `91${++changes}` });
      return found;
    };
    const { id } = theContact(agency);
    const change = { v: 1, kind: 'change', of: 'contact', id, source: 'webhook' } as const;
    await expect(new WriteBack(agency.ports(), change).run()).rejects.toThrow(
      'The client was changed in GIAV again and again while it was to be written',
    );
    expect(agency.giav.client(7)?.comentarios).toBe('antes');
  });
});

describe('an entry for which GIAV has no room', () => {
  it('is told once', async () => {
    const agency = await inStep(ON, { Telefono: '911111111', Movil: '699888777' });
    type(agency, (target) => ({
      ...target,
      phones: [...(target.phones ?? []), { id: 'p9', type: 1, phone: '600111333' }],
    }));
    const told = await agency.look7();
    expect(told?.result.notices).toEqual(['EDIT_PARKED']);
    typeFields(agency, { remarks: 'después' });
    expect((await agency.look7())?.result.notices).toBeUndefined();
  });
});
