import { changesOf } from '../harness/changes';
import type { CrmRecord } from '../../simulators/agency/data';
import { SOON, deal, startClientify, type Clientify } from '../harness/clientify';

describe('a deal', () => {
  let clientify: Clientify;
  beforeEach(async () => {
    clientify = await startClientify();
  });
  afterEach(() => {
    clientify.simulator.stop();
  });

  const stored = (id: string): CrmRecord | undefined =>
    clientify.simulator.store.records.deals.get(Number(id));
  const inDays = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const writes = (): { what: string; body: unknown }[] =>
    clientify.calls().filter(({ what }) => !what.startsWith('GET'));
  const stageUrl = (id: number): string =>
    `${clientify.simulator.url}/deals/pipelines/stages/${id}/`;

  it.each([true, false])(
    'arrives in its pipeline and stage when POST ignores pipeline: %s',
    async (postIgnoresPipeline) => {
      clientify.simulator.switches.postIgnoresPipeline = postIgnoresPipeline;
      clientify.simulator.switches.dealTagsDropped = 'no';
      clientify.calls();
      const { target } = await clientify.records().create(deal(clientify, 1), SOON());
      expect(stored(target.id)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
      expect(target.fields['pipeline']).toContain('/72/');
      expect(writes().map(({ what }) => what.split(' ')[0])).toEqual(
        postIgnoresPipeline ? ['POST', 'PATCH'] : ['POST'],
      );
    },
  );

  it('is repaired once, else failed with the reason DEAL_MISPLACED', async () => {
    clientify.simulator.switches.pipelineStuck = true;
    clientify.calls();
    await expect(clientify.records().create(deal(clientify, 1), SOON())).rejects.toMatchObject({
      reason: 'DEAL_MISPLACED',
    });
    expect(writes()).toHaveLength(2);
  });

  it('carries pipeline and stage in every PATCH, whatever it changes', async () => {
    const records = clientify.records();
    const wanted = deal(clientify, 1);
    const { target } = await records.create(wanted, SOON());
    clientify.calls();
    await records.apply(target, changesOf(deal(clientify, 1, { name: 'otro' }), target, wanted));
    const [patch] = writes();
    expect(patch?.body).toEqual({
      name: 'otro',
      pipeline: `${clientify.simulator.url}/deals/pipelines/72/`,
      pipeline_stage: stageUrl(721),
    });
    expect(stored(target.id)).toMatchObject({ name: 'otro', pipeline: 72, pipeline_stage: 721 });
  });

  it('whose stage belongs to another pipeline is put into both when it is met', async () => {
    const records = clientify.records();
    const { target } = await records.create(deal(clientify, 1), SOON());
    Object.assign(stored(target.id) ?? {}, { pipeline: 71 });
    const found = await records.read('deal', target.id);
    await records.apply(found ?? target, changesOf(deal(clientify, 1), found ?? target));
    expect(stored(target.id)).toMatchObject({ pipeline: 72, pipeline_stage: 721 });
  });

  it('gets an expected close date at its creation only, and only one that lies in the future', async () => {
    const records = clientify.records();
    const past = await records.create(
      deal(clientify, 1, { expected_closed_date: inDays(-3) }),
      SOON(),
    );
    const today = await records.create(
      deal(clientify, 2, { expected_closed_date: inDays(0) }),
      SOON(),
    );
    const future = await records.create(
      deal(clientify, 3, { expected_closed_date: inDays(30) }),
      SOON(),
    );
    const dates = [past, today, future].map(({ target }) => target.fields['expected_closed_date']);
    expect(dates).toEqual([inDays(7), inDays(7), inDays(30)]);
    expect([past, today, future].map(({ target }) => target.fields['status_desc'])).toEqual([
      'Open',
      'Open',
      'Open',
    ]);
    clientify.calls();
    const later = deal(clientify, 3, { expected_closed_date: inDays(-1), name: 'otro' });
    await records.apply(future.target, changesOf(later, future.target));
    // Whoever asks for it.
    const changes = changesOf(later, future.target);
    for (const date of [inDays(-1), inDays(40)])
      await records.apply(future.target, {
        ...changes,
        fields: { name: date, expected_closed_date: date },
      });
    expect(writes().map(({ body }) => 'expected_closed_date' in (body as object))).toEqual([
      false,
      false,
      false,
    ]);
  });

  const tagging = (): string[] =>
    clientify.calls().flatMap(({ what, body }) => {
      const inBody = body !== null && typeof body === 'object' && 'tags' in body;
      if (what.includes('/tags/')) return ['by its route'];
      return inBody ? ['in the body'] : /^GET \S*\/deals\/\d+\/$/.test(what) ? ['read'] : [];
    });

  it('tags that the account drops from a body come by their own route: read back once, then known', async () => {
    const records = clientify.records();
    const { target, sent } = await records.create(deal(clientify, 1), SOON());
    expect([stored(target.id)?.['tags'], target.tags]).toEqual([['gesintur'], ['gesintur']]);
    expect(sent.map(({ path }) => path)).toContain(`/deals/${target.id}/tags/`);
    expect(clientify.traits.learnt).toContain('dealTagsDropped');
    expect(tagging()).toEqual(['in the body', 'read', 'by its route', 'read']);
    const { target: second } = await records.create(deal(clientify, 2), SOON());
    expect([stored(second.id)?.['tags'], second.tags]).toEqual([['gesintur'], ['gesintur']]);
    expect(tagging().filter((what) => what !== 'read')).toEqual(['by its route']);
    expect(clientify.traits.learnt).not.toContain('dealTagsNotTaken');
  });

  it('tags that a deal lacks are added with its next change', async () => {
    const { target } = await clientify.records().create(deal(clientify, 1), SOON());
    const bare = stored(target.id) as CrmRecord;
    bare['tags'] = [];
    const before = { ...target, tags: [] };
    await clientify.records().apply(before, changesOf(deal(clientify, 1), before));
    expect(stored(target.id)?.['tags']).toEqual(['gesintur']);
  });

  it('tags that the account takes by no route are learnt once and not asked for again', async () => {
    clientify.simulator.switches.dealTagsDropped = 'always';
    await clientify.records().create(deal(clientify, 1), SOON());
    expect(clientify.traits.learnt).toContain('dealTagsNotTaken');
    clientify.calls();
    const second = clientify.records();
    const { target } = await second.create(deal(clientify, 2), SOON());
    await second.apply(target, {
      ...changesOf(deal(clientify, 2), target),
      fields: {},
      customFields: {},
    });
    const sent = writes();
    expect(sent.map(({ what }) => what.split(' ')[0])).toEqual(['POST', 'PATCH']);
    expect(
      sent.some(({ what, body }) => what.includes('/tags/') || 'tags' in (body as object)),
    ).toBe(false);
  });

  it('that is learnt from a change, too', async () => {
    clientify.simulator.switches.dealTagsDropped = 'no';
    const { target } = await clientify.records().create(deal(clientify, 1), SOON());
    (stored(target.id) as CrmRecord)['tags'] = [];
    clientify.simulator.switches.dealTagsDropped = 'always';
    const before = { ...target, tags: [] };
    await clientify.records().apply(before, changesOf(deal(clientify, 1), before));
    expect(clientify.traits.learnt).toContain('dealTagsNotTaken');
  });

  it.each([
    [404, true],
    [400, false],
  ])('a tag that is refused with %i fails no deal', async (status, isLearnt) => {
    clientify.simulator.weather.faults.push({
      when: 'before',
      kind: 'status',
      status,
      match: '/tags/',
    });
    const { target, notes } = await clientify.records().create(deal(clientify, 1), SOON());
    expect(stored(target.id)).toMatchObject({ name: '261', pipeline: 72 });
    expect(notes).toContainEqual({
      field: 'tags',
      note: expect.stringMatching(/refused by Clientify/) as string,
    });
    expect(clientify.traits.learnt.includes('dealTagsNotTaken')).toBe(isLearnt);
  });

  it('tags that the account stores go with the create', async () => {
    clientify.simulator.switches.dealTagsDropped = 'no';
    const { target } = await clientify.records().create(deal(clientify, 1), SOON());
    expect(stored(target.id)?.['tags']).toEqual(['gesintur']);
    expect(clientify.traits.learnt).not.toContain('dealTagsDropped');
  });

  it('has the start date as its creation date where Clientify takes it', async () => {
    clientify.simulator.switches.createdTaken = 'create';
    const { target } = await clientify.records().create(deal(clientify, 1), SOON());
    expect(String(stored(target.id)?.['created']).slice(0, 10)).toBe('2026-02-11');
    expect(JSON.stringify(stored(target.id)?.['custom_fields'])).toContain('2026-02-11');
  });

  it('where Clientify does not take the creation date this is learnt once, and never a difference that is written again', async () => {
    const first = await clientify.records().create(deal(clientify, 1), SOON());
    expect(clientify.traits.learnt).toContain('createdNotTaken');
    expect(clientify.traits.learnt).not.toContain('createdNotChanged');
    expect(JSON.stringify(stored(first.target.id)?.['custom_fields'])).toContain('2026-02-11');
    // Asked once more in a change: the account might take it there.
    await clientify.records().apply(first.target, changesOf(deal(clientify, 1), first.target));
    expect(clientify.traits.learnt).toContain('createdNotChanged');
    clientify.calls();
    const second = await clientify.records().create(deal(clientify, 2), SOON());
    await clientify.records().apply(second.target, changesOf(deal(clientify, 2), second.target));
    expect(writes().filter(({ body }) => JSON.stringify(body ?? {}).includes('"created"'))).toEqual(
      [],
    );
  });

  it.each(['ignored', 'refused'])(
    'what an account does with the creation date of an old deal (%s) says nothing of new ones',
    async (how) => {
      clientify.simulator.switches.createdTaken = 'create';
      clientify.simulator.switches.dealTagsDropped = 'no';
      const records = clientify.records();
      const { target } = await records.create(deal(clientify, 1), SOON());
      if (how === 'refused')
        clientify.simulator.weather.faults.push({
          when: 'before',
          kind: 'status',
          status: 400,
          message: JSON.stringify({ created: ['read only'] }),
          match: 'PATCH ',
        });
      const later = deal(clientify, 1, { created: '2026-03-04', name: 'otro' });
      await records.apply(target, changesOf(later, target));
      expect(clientify.traits.learnt).toContain('createdNotChanged');
      expect(stored(target.id)).toMatchObject({ name: 'otro', pipeline: 72 });
      clientify.calls();
      const second = await clientify.records().create(deal(clientify, 2), SOON());
      expect(String(stored(second.target.id)?.['created'])).toContain('2026-02-11');
      await clientify.records().apply(second.target, {
        ...changesOf(deal(clientify, 2, { created: '2026-03-04' }), second.target),
      });
      const bodies = writes().map(({ what, body }) => [
        what.split(' ')[0],
        'created' in Object(body),
      ]);
      expect(bodies).toEqual(
        [
          ['POST', true],
          ['PATCH', false],
        ].filter(([method]) => bodies.some(([sent]) => sent === method)),
      );
    },
  );

  it('a creation date that a create does not take says nothing of old deals', async () => {
    const records = clientify.records();
    const { target } = await records.create(deal(clientify, 1), SOON());
    clientify.simulator.switches.createdTaken = 'always';
    await records.apply(target, changesOf(deal(clientify, 1), target));
    expect(String(stored(target.id)?.['created'])).toContain('2026-02-11');
  });
});
