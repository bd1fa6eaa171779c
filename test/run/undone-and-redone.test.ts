import { undoRun } from '../../lib/admin/undo-run';
import { hashText } from '../../lib/sync/hash';
import type { GiavClient } from '../../lib/sync/records';
import type { CrmRecord } from '../../simulators/agency/data';
import { EDITS, UndoOffice } from '../ports/undo-office';

type Entry = Record<string, unknown>;

const MORE: readonly Partial<GiavClient>[] = [
  ...EDITS,
  { email: 'a@example.com; b@example.com' },
  { telefono: '' },
  { movil: '600111222', fax: '915550101' },
];

const first = (office: UndoOffice): CrmRecord => {
  const [one] = office.crm.all('contacts');
  if (!one) throw new Error('no contact');
  return one;
};
const texts = (office: UndoOffice, list: string, of: string): unknown[] =>
  (first(office)[list] as Entry[]).map((entry) => entry[of]).sort();

async function redrive(office: UndoOffice): Promise<void> {
  const records = ['1000', '1001'].map((id) => ({ entity: 'client' as const, id }));
  office.send({ v: 1, kind: 'redrive', runId: 'again', records });
  await office.quiet();
}

/** The process dies right after Clientify was written. */
async function cutOff(office: UndoOffice, runId: string): Promise<void> {
  const ports = office.undoPorts();
  let marked = false;
  const links = {
    get: ports.links.get.bind(ports.links),
    replace: (...args: Parameters<typeof ports.links.replace>) => {
      if (marked) throw new Error('killed');
      marked = true;
      return ports.links.replace(...args);
    },
  };
  const undone = undoRun({ ...ports, links }, runId, { dryRun: false, onRecord: () => undefined });
  await expect(undone).rejects.toThrow('killed');
}

describe.each(MORE.map((edit) => [JSON.stringify(edit), edit] as const))(
  'an undone record of which GIAV had said %s',
  (_, edit) => {
    it.each([
      ['undone', 2, (office: UndoOffice) => office.undo('r1')],
      ['cut off after the write', 1, (office: UndoOffice) => cutOff(office, 'r1')],
    ] as const)('%s and asked for again: it is as after the run', async (_how, count, undo) => {
      const office = await UndoOffice.agency(count);
      office.edit(0, count, () => ({ comentarios: 'Antes' }));
      await office.sync('full', 'r0');
      const before = office.seen();
      office.edit(0, count, () => edit);
      await office.sync('full', 'r1');
      const after = office.seen();
      await undo(office);
      expect(office.seen()).toEqual(before);
      await redrive(office);
      expect(office.seen()).toEqual(after);
    });
  },
);

describe('entries that only Clientify has', () => {
  it.each([
    ['is re-driven', redrive],
    [
      'is changed in GIAV',
      async (office: UndoOffice) => {
        office.edit(0, 1, () => ({ comentarios: 'Delante' }));
        await office.sync('full', 'r2');
      },
    ],
  ] as const)('stay when the undone record %s', async (_, goOn) => {
    const office = await UndoOffice.agency(1);
    (first(office)['phones'] as Entry[]).push({ id: 99001, phone: '677888999', type: 2 });
    (first(office)['emails'] as Entry[]).push({ id: 99002, email: 'solo@example.com', type: 4 });
    office.edit(0, 1, () => ({ telefono: '934445566', email: 'otra@example.com' }));
    await office.sync('full', 'r1');
    await office.undo('r1');
    expect(texts(office, 'phones', 'phone')).toEqual(['677888999', '915550000']);
    await goOn(office);
    expect(texts(office, 'phones', 'phone')).toEqual(['677888999', '934445566']);
    expect(texts(office, 'emails', 'email')).toEqual(['otra@example.com', 'solo@example.com']);
  });

  it('stay when an undo takes an entry away that was added beside them', async () => {
    const office = await UndoOffice.agency(1);
    (first(office)['phones'] as Entry[]).push({ id: 99001, phone: '677888999', type: 2 });
    office.edit(0, 1, () => ({ movil: '600111222' }));
    await office.sync('full', 'r1');
    await office.undo('r1');
    await redrive(office);
    expect(texts(office, 'phones', 'phone')).toEqual(['600111222', '677888999', '915550000']);
  });
});

it('an address that has another id since is ours again: GIAV’s new one is a change of GIAV’s', async () => {
  const office = await UndoOffice.agency(1);
  office.edit(0, 1, () => ({ direccion: 'Plaza Nueva 3' }));
  await office.sync('full', 'r1');
  const [address] = first(office)['addresses'] as Entry[];
  if (address) address['id'] = 99003;
  await office.undo('r1');
  expect(texts(office, 'addresses', 'street')).toEqual(['Calle Mayor 0']);
  const link = await office.undoPorts().links.get('client', '1000');
  expect(link?.snapshot?.addressId).toBe('99003');
  expect(link?.snapshot?.clientify.fields['street']).toBe(hashText('Calle Mayor 0'));
});

it('an address has its street again, also one with a bar in it', async () => {
  const office = await UndoOffice.agency(1);
  office.edit(0, 1, () => ({
    direccion: 'C/ Mayor 1 | 2.º B',
    poblacion: 'Soria',
    codPostal: '42001',
  }));
  await office.sync('full', 'r1');
  const before = structuredClone(first(office)['addresses']);
  office.edit(0, 1, () => ({ direccion: 'Plaza Nueva 3' }));
  await office.sync('full', 'r2');
  await office.undo('r2');
  expect(first(office)['addresses']).toEqual(before);
});
