import { CandidateSearch } from '../../lib/clientify/candidates';
import { buildIndex } from '../../lib/clientify/build-index';
import { ensureCustomFields } from '../../lib/clientify/setup';
import { isEmpty } from '../../lib/sync/changes';
import { changesOf } from '../harness/changes';
import { RecordError } from '../../lib/sync/errors';
import type { Desired, Target } from '../../lib/sync/target';
import type { CrmRecord } from '../../simulators/agency/data';
import { nastyDefaults } from '../../simulators/clientify/switches';
import { SOON, contact, deal, startClientify, type Clientify } from '../harness/clientify';
import { found } from '../ports/searched';
import { singles, worst } from './positions';

describe('Clientify, each switch in each position: the core of the sync', () => {
  let clientify: Clientify;
  afterEach(() => {
    clientify.simulator.stop();
  });

  const stored = (kind: 'contacts' | 'deals', { id }: Target): CrmRecord =>
    clientify.simulator.store.records[kind].get(Number(id)) ?? {};
  const custom = (record: CrmRecord, name: string): unknown =>
    ((record['custom_fields'] ?? []) as CrmRecord[]).find((one) => one['field'] === name)?.[
      'value'
    ];
  const emailsOf = (record: CrmRecord): unknown[] =>
    ((record['emails'] ?? []) as CrmRecord[]).map((one) => one['email']);

  /** What a run does to a record that is there: send what differs, remember what the API made of it. */
  const bring = async (desired: Desired, target: Target, before = desired): Promise<Target> => {
    const changes = changesOf(desired, target, before);
    const { target: after } = await clientify.records().apply(target, changes);
    return (await clientify.records().read(desired.kind, after.id)) ?? after;
  };

  it.each([...singles, worst])('%s', async (_, switches) => {
    clientify = await startClientify();
    Object.assign(clientify.simulator.switches, nastyDefaults(), switches);
    const old = clientify.simulator.records.create(
      'contacts',
      {
        first_name: 'Ana',
        email: 'familia@example.com',
        taxpayer_identification_number: 'ANTIGUA',
        remarks: 'no tocar',
      },
      'screen',
    ).record;
    old['created'] = '2025-01-02T03:04:05.000006+01:00';
    const before = JSON.stringify({ ...old, modified: null });
    await ensureCustomFields(clientify.http, 3, true);

    // Two clients with one e-mail are two contacts; a third person's contact with it is nobody's.
    const family = [{ type: 4, email: 'familia@example.com' }];
    const wanted = [contact(1, { emails: family }), contact(2, { emails: family })];
    const made: Target[] = [];
    for (const one of wanted) made.push((await clientify.records().create(one, SOON())).target);
    expect(new Set([String(old['id']), ...made.map(({ id }) => id)]).size).toBe(3);
    expect(JSON.stringify({ ...old, modified: null })).toBe(before);
    for (const [at, target] of made.entries())
      expect(stored('contacts', target)).toMatchObject({
        first_name: `Nombre ${at + 1}`,
        taxpayer_identification_number: `DOC${at + 1}`,
      });
    const emails = switches.sharedEmail === 'refused' ? [] : ['familia@example.com'];
    expect(made.map((target) => emailsOf(stored('contacts', target)))).toEqual([emails, emails]);

    // Changes arrive: fields, entries, tags; what is not ours stays.
    const [first] = made as [Target];
    clientify.simulator.records.update(
      'contacts',
      stored('contacts', first),
      { custom_fields: [{ field: 'Preferencias', value: 'playa' }] },
      'screen',
    );
    const now = (await clientify.records().read('contact', first.id)) ?? first;
    const changed = contact(1, {
      emails: [{ type: 4, email: 'otra@example.com' }],
      phones: [{ type: 1, phone: '611111111' }],
    });
    const desired = {
      ...changed,
      fields: { ...changed.fields, last_name: 'Otro' },
      customFields: { ...changed.customFields, gesintur_sede_fiscal: 'PT' },
    };
    const after = await bring(desired, now, wanted[0]);
    expect(stored('contacts', after)).toMatchObject({ last_name: 'Otro' });
    expect(emailsOf(stored('contacts', after))).toEqual(['otra@example.com']);
    expect(JSON.stringify(stored('contacts', after)['phones'])).toContain('611111111');
    expect(
      ['gesintur_id', 'gesintur_sede_fiscal', 'Preferencias'].map((name) =>
        custom(stored('contacts', after), name),
      ),
    ).toEqual(['1', 'PT', 'playa']);
    // A second look finds nothing to send.
    expect(isEmpty(changesOf(desired, after, desired))).toBe(true);

    // Deals arrive in their pipeline and stage, move, and never expire by our hand.
    const trip = deal(clientify, 9, {
      contact: clientify.records().recordUrl('contact', first.id),
      expected_closed_date: '2020-01-01',
    });
    const sold = (await clientify.records().create(trip, SOON())).target;
    expect(stored('deals', sold)).toMatchObject({
      pipeline: 72,
      pipeline_stage: 721,
      contact: Number(first.id),
    });
    expect(sold.fields['status_desc']).toBe('Open');
    const moved = await bring(
      deal(clientify, 9, {
        ...trip.fields,
        pipeline_stage: `${clientify.simulator.url}/deals/pipelines/stages/723/`,
      }),
      sold,
      trip,
    );
    expect(stored('deals', moved)).toMatchObject({ pipeline: 72, pipeline_stage: 723 });
    expect([
      moved.fields['status_desc'],
      custom(stored('deals', moved), 'gesintur_fecha_inicio'),
    ]).toEqual(['Open', '2026-02-11']);

    // They are found again, by the lists and by the search.
    const index = await buildIndex(clientify.http, 3);
    const search = new CandidateSearch(clientify.http, 3);
    for (const source of [index, search]) {
      expect(
        (await found(source.clientCandidates('1', 'contact', 'DOC1'))).byId.map(({ id }) => id),
      ).toEqual([first.id]);
      expect(
        (await found(source.clientCandidates('77', 'contact', 'ANTIGUA'))).byDocument.map(
          ({ id }) => id,
        ),
      ).toEqual([String(old['id'])]);
      expect((await found(source.dealCandidates('9'))).byId.map(({ id }) => id)).toEqual([sold.id]);
    }
    const second = await clientify
      .records()
      .findById('contact', '2', new Date(Date.now() - 60_000));
    expect(second.map(({ id }) => id)).toEqual([made[1]?.id]);
  });

  it('a known fiscal id is a 409 for a create, whatever else the account does', async () => {
    clientify = await startClientify();
    clientify.simulator.switches.duplicateConflict = true;
    await clientify.records().create(contact(1), SOON());
    const again = clientify.records().create(
      contact(2, {
        documento: 'DOC1',
        fields: { ...contact(2).fields, taxpayer_identification_number: 'DOC1' },
      }),
      SOON(),
    );
    await expect(again).rejects.toMatchObject({ status: 409 });
    await expect(again).rejects.toBeInstanceOf(RecordError);
    expect((await clientify.records().findByDocumento('contact', 'DOC1')).length).toBe(1);
  });

  it('nothing of a written record is a difference right after it', async () => {
    clientify = await startClientify();
    const wanted = contact(1);
    const { target } = await clientify.records().create(wanted, SOON());
    expect(isEmpty(changesOf(wanted, target, wanted))).toBe(true);
  });
});
