import * as fc from 'fast-check';
import { undoRun, type UndoneRecord } from '../../lib/admin/undo-run';
import { DynamoLinks } from '../../lib/state/links';
import { RecordError } from '../../lib/sync/errors';
import { plainNif } from '../ports/crm-office';
import { EDITS, UndoOffice, shown } from '../ports/undo-office';
import { cases } from '../harness/cases';

describe('an undone run', () => {
  it('every field that the run changed has its earlier value again', async () => {
    const office = await UndoOffice.agency(9);
    const before = office.seen();
    office.edit(0, 9, (at) => EDITS[at] ?? {});
    await office.sync('full', 'r1');
    expect(office.seen()).not.toEqual(before);
    const records = await office.undo('r1');
    expect(office.seen()).toEqual(before);
    expect(records.every(({ did, left }) => did === 'updated' && left.length === 0)).toBe(true);
  });

  it('a rehearsal says the same and writes nothing', async () => {
    const office = await UndoOffice.agency(9);
    office.edit(0, 9, (at) => EDITS[at] ?? {});
    await office.sync('full', 'r1');
    const after = office.seen();
    const rehearsed = await office.undo('r1', true);
    expect(office.seen()).toEqual(after);
    expect(await office.undo('r1')).toEqual(rehearsed);
  });

  it('done twice, it finds nothing more to do', async () => {
    const office = await UndoOffice.agency(9);
    office.edit(0, 9, (at) => EDITS[at] ?? {});
    await office.sync('full', 'r1');
    await office.undo('r1');
    const before = office.contacts();
    const again = await office.undo('r1');
    expect(again.map(({ undone, left }) => ({ undone, left }))).toEqual(
      again.map(() => ({ undone: [], left: [] })),
    );
    expect(office.contacts()).toEqual(before);
  });

  it('is not redone by later runs, of any mode, until GIAV changes', async () => {
    const office = await UndoOffice.agency(4);
    const before = office.seen();
    office.edit(0, 4, () => ({ comentarios: 'Pasillo' }));
    await office.sync('full', 'r1');
    await office.undo('r1');
    await office.sync('modified', 'r2');
    await office.sync('full', 'r3');
    expect(office.seen()).toEqual(before);
    expect((await office.run('r3')).summary?.reasons).toEqual({ UNDONE: 4 });
    office.edit(0, 1, () => ({ comentarios: 'Delante' }));
    await office.sync('full', 'r4');
    expect(office.remarked('Delante')).toBe(1);
    expect((await office.run('r4')).summary?.reasons).toEqual({ UNDONE: 3 });
  });

  it('is redone when an admin re-drives a record', async () => {
    const office = await UndoOffice.agency(2);
    office.edit(0, 2, () => ({ comentarios: 'Pasillo' }));
    await office.sync('full', 'r1');
    await office.undo('r1');
    office.send({
      v: 1,
      kind: 'redrive',
      runId: 'again',
      records: [{ entity: 'client', id: '1000' }],
    });
    await office.quiet();
    expect(office.remarked('Pasillo')).toBe(1);
  });

  it('what somebody changed since stays, and is listed', async () => {
    const office = await UndoOffice.agency(2);
    office.edit(0, 2, () => ({ comentarios: 'Pasillo', nombre: 'Ana' }));
    await office.sync('full', 'r1');
    const [contact] = office.crm.all('contacts');
    if (!contact) throw new Error('no contact');
    contact['remarks'] = 'Escrito a mano';
    const records = await office.undo('r1');
    const one = records.find(({ clientifyId }) => clientifyId === String(contact['id']));
    expect(one).toMatchObject({
      undone: ['first_name'],
      left: [{ field: 'remarks', why: 'changed-since' }],
    });
    expect(contact).toMatchObject({ remarks: 'Escrito a mano', first_name: 'Lucía' });
  });

  it('a consent is never given back', async () => {
    const office = await UndoOffice.agency(1);
    office.edit(0, 1, () => ({ mailingConsent: 'Denied', comentarios: 'Pasillo' }));
    await office.sync('full', 'r1');
    const [record] = await office.undo('r1');
    expect(record?.left.map(({ field, why }) => `${field} ${why}`).sort()).toEqual([
      'gesintur_consentimiento_email consent',
      'unsubscribed consent',
    ]);
    expect(office.crm.all('contacts')[0]).toMatchObject({ unsubscribed: true });
  });

  it('a created record is listed and tagged, never deleted, and nobody makes a second one', async () => {
    const office = await UndoOffice.agency(1);
    office.newClient(5000, plainNif(77));
    await office.sync('full', 'r1');
    const [id = ''] = office.withDocumento(plainNif(77));
    expect(await office.undo('r1')).toMatchObject([{ id: '5000', did: 'created' }]);
    expect(office.contacts().get(id)?.['tags']).toContain('gesintur-undo');
    await office.sync('full', 'r2');
    expect(office.withDocumento(plainNif(77))).toEqual([id]);
  });

  it('a link that the run made is undone: the record carries no GIAV id, and stays alone', async () => {
    const office = await UndoOffice.agency(1);
    office.crm.fill('contacts', 1, () => ({
      first_name: 'Ana',
      status: 'client',
      last_name: 'Soto',
      taxpayer_identification_number: plainNif(50),
    }));
    const [id = ''] = office.withDocumento(plainNif(50));
    const before = office.seen().get(id);
    const withoutConsents = (): unknown =>
      JSON.parse(
        JSON.stringify(office.seen().get(id)).replace(
          '"gesintur_consentimiento_email=Pending"',
          '',
        ),
      );
    office.newClient(6000, plainNif(50));
    await office.sync('full', 'r1');
    expect(office.seen().get(id)).not.toEqual(before);
    await office.undo('r1');
    expect(withoutConsents()).toEqual(before);
    const link = await new DynamoLinks(office.table).get('client', '6000');
    expect(link).toMatchObject({ status: 'refused', reason: 'UNDONE' });
    expect(link?.clientifyId).toBeUndefined();
    await office.sync('full', 'r2');
    expect(withoutConsents()).toEqual(before);
    expect(office.withDocumento(plainNif(50))).toEqual([id]);
  });

  it('a birthday that the run filled is taken away again', async () => {
    const office = await UndoOffice.agency(1);
    const before = office.crm.all('contacts')[0]?.['birthday'] ?? null;
    office.edit(0, 1, () => ({ birthday: '1980-05-17' }));
    await office.sync('full', 'r1');
    expect(office.crm.all('contacts')[0]?.['birthday']).toMatch(/1980/);
    await office.undo('r1');
    expect(office.crm.all('contacts')[0]?.['birthday'] ?? null).toEqual(before);
  });

  it('a record that Clientify refuses is listed, and the others go on', async () => {
    const office = await UndoOffice.agency(2);
    office.edit(0, 2, () => ({ comentarios: 'Pasillo' }));
    await office.sync('full', 'r1');
    const ports = office.undoPorts();
    let calls = 0;
    const apply = ports.clientify.apply.bind(ports.clientify);
    ports.clientify.apply = (...args) => {
      if (calls++ === 0) throw new RecordError('refused with 400', [], 400);
      return apply(...args);
    };
    const records: UndoneRecord[] = [];
    await undoRun(ports, 'r1', {
      dryRun: false,
      onRecord: (record) => void records.push(record),
    });
    expect(records.map(({ undone, left }) => [undone, left])).toEqual([
      [[], [{ field: 'remarks', why: 'refused' }]],
      [['remarks'], []],
    ]);
    await office.undo('r1');
    expect(office.remarked('Pasillo')).toBe(0);
  });

  it('is refused while a run is in progress, and for what is no run', async () => {
    const office = await UndoOffice.agency(1);
    office.edit(0, 1, () => ({ comentarios: 'Pasillo' }));
    office.start('full', 'r1');
    await office.step();
    await expect(office.undo('first')).rejects.toThrow('Run r1 is in progress');
    await expect(office.undo('none')).rejects.toThrow('There is no run none');
  });

  it.each(['before the mark', 'before the write', 'after the write'])(
    'cut off %s, it goes on when it is asked for again; no run takes it for an edit',
    async (when) => {
      const office = await UndoOffice.agency(3);
      const before = office.seen();
      office.edit(0, 3, () => ({
        comentarios: 'Pasillo',
        email: 'otra@example.com',
        direccion: 'Plaza Nueva 3',
        texts: { SedeFiscal: 'Canarias' },
      }));
      await office.sync('full', 'r1');
      const after = office.seen();
      const ports = office.undoPorts();
      let replaced = 0;
      const dies = (): never => {
        throw new Error('killed');
      };
      const replace = ports.links.replace.bind(ports.links);
      const killed = {
        ...ports,
        links: {
          get: ports.links.get.bind(ports.links),
          replace: (...args: Parameters<typeof replace>) => {
            replaced += 1;
            if (when === 'before the mark') return dies();
            return when === 'after the write' && replaced === 2 ? dies() : replace(...args);
          },
        },
        clientify: {
          read: ports.clientify.read.bind(ports.clientify),
          apply: (...args: Parameters<typeof ports.clientify.apply>) =>
            when === 'before the write' ? dies() : ports.clientify.apply(...args),
        },
      };
      await expect(
        undoRun(killed, 'r1', { dryRun: false, onRecord: () => undefined }),
      ).rejects.toThrow('killed');
      await office.sync('full', 'r2');
      await office.undo('r1');
      expect(office.seen()).toEqual(before);
      // Taken up again, GIAV's values are what they were: changes of GIAV's.
      office.send({
        v: 1,
        kind: 'redrive',
        runId: 'again',
        records: [0, 1, 2].map((at) => ({ entity: 'client', id: String(1000 + at) })),
      });
      await office.quiet();
      expect(office.seen()).toEqual(after);
    },
  );

  it('run, people’s edits, undo: as if it had never run, but for the edits', async () => {
    const edits = fc.array(fc.record({ client: fc.nat(7), edit: fc.nat(EDITS.length - 1) }), {
      minLength: 1,
      maxLength: 8,
    });
    const typed = fc.array(
      fc.record({
        contact: fc.nat(7),
        field: fc.constantFrom('remarks', 'first_name', 'last_name'),
        text: fc.constantFrom('A mano', 'Otra'),
      }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(edits, typed, async (inGiav, inClientify) => {
        const office = await UndoOffice.agency(8);
        const before = office.contacts();
        for (const { client, edit } of inGiav)
          office.edit(client, client + 1, () => EDITS[edit] ?? {});
        await office.sync('full', 'r1');
        const contacts = office.crm.all('contacts');
        for (const { contact, field, text } of inClientify) {
          const one = contacts[contact];
          if (!one) throw new Error('no contact');
          one[field] = text;
          const was = before.get(String(one['id']));
          if (was) was[field] = text;
        }
        await office.undo('r1');
        expect(office.seen()).toEqual(new Map([...before].map(([id, one]) => [id, shown(one)])));
      }),
      { numRuns: cases(30) },
    );
  });
});
