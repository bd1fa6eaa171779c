import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { World, client, expediente, withId, type Fields } from '../harness/world';

/** What may happen to the create of a record; each ends with exactly one of it. */
describe('no duplicates', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      // Minutes of the stack are seconds here: a killed worker's messages come back soon.
      timeScale: 1 / 100,
      config: { officePrefix: 'never', clientify: { timeoutSeconds: 1, retrySeconds: 0.05 } },
    });
    await world.setGiav('clients', [client(1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  let next = 100;
  interface Trio {
    readonly contact: number;
    readonly company: number;
    readonly deal: number;
  }
  const addTrio = async (): Promise<Trio> => {
    const contact = next++;
    const company = next++;
    await world.addGiav('clients', client(contact));
    await world.addGiav('clients', client(company, { Tipo: 'Empresa' }));
    await world.addGiav('expedientes', expediente(contact + 5000, contact));
    return { contact, company, deal: contact + 5000 };
  };
  const expectOneEach = async ({ contact, company, deal }: Trio): Promise<void> => {
    expect(withId(await world.crm('contacts'), contact)).toHaveLength(1);
    expect(withId(await world.crm('companies'), company)).toHaveLength(1);
    expect(withId(await world.crm('deals'), deal, 'gesintur_expediente_id')).toHaveLength(1);
  };
  const onEachCreate = (fault: Fields): Promise<unknown> =>
    world.faults(
      'clientify',
      ['contacts', 'companies', 'deals'].map((name) => ({ match: `POST /v1/${name}/`, ...fault })),
    );

  it.each([
    ['timeout after applied', { when: 'after', kind: 'hang' }],
    ['connection reset after applied', { when: 'after', kind: 'reset' }],
    ['500 after applied', { when: 'after', kind: 'status', status: 500 }],
    ['timeout before applied', { when: 'before', kind: 'hang' }],
    ['connection reset before applied', { when: 'before', kind: 'reset' }],
    ['500 before applied', { when: 'before', kind: 'status', status: 500 }],
  ] as [string, Fields][])(
    '%s: one contact, one company, one deal, each counted once as created',
    async (_, fault) => {
      const trio = await addTrio();
      await onEachCreate(fault);
      const report = await world.sync();
      expect(report.clients).toMatchObject({ created: 2, failed: 0 });
      expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
      await expectOneEach(trio);
    },
  );

  it('worker killed while a create is under way: one contact, one company, one deal', async () => {
    const trio = await addTrio();
    await onEachCreate({ when: 'after', kind: 'hang' });
    await world.clearLog();
    const run = world.sync();
    for (const name of ['contacts', 'companies', 'deals']) {
      await created(name);
      world.kill('record-worker');
    }
    const report = await run;
    expect(report.run.status).toBe('completed');
    expect(report.clients).toMatchObject({ created: 2, failed: 0 });
    expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
    await expectOneEach(trio);
  });

  /** Until a create has reached Clientify. */
  const created = async (name: string): Promise<void> => {
    while ((await count(name)) === 0) await wait(20);
  };
  const count = async (name: string): Promise<number> =>
    (await world.writes()).filter(
      (entry) => entry.method === 'POST' && entry.path.split('?')[0] === `/v1/${name}/`,
    ).length;

  it.each([
    ['duplicate delivery: in one group, one after the other', (group: string) => group],
    ['two workers at the same record at the same time', (group: string) => `${group}-twin`],
  ] as [string, (group: string) => string][])(
    '%s: one contact, one company, one deal',
    async (_, groupOf) => {
      const trio = await addTrio();
      world.enable('record-worker', false);
      // Both creates are slow, so that they overlap where they can.
      await world.control('POST', 'clientify/latency', 150);
      const run = world.sync();
      const { sqs, workQueueUrl } = world.wiring.cloud;
      while ((await world.admin.runs.active())?.phase !== 'draining') await wait(20);
      const taken: { body: string; group: string }[] = [];
      while (taken.length < 3) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: workQueueUrl,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['All'],
          }),
        );
        for (const { Body: body = '', Attributes: attributes, ReceiptHandle: handle } of messages) {
          taken.push({ body, group: attributes?.MessageGroupId ?? '' });
          await sqs.send(
            new DeleteMessageCommand({ QueueUrl: workQueueUrl, ReceiptHandle: handle }),
          );
        }
      }
      for (const [at, { body, group }] of taken.entries())
        for (const to of [group, groupOf(group)])
          await sqs.send(
            new SendMessageCommand({
              QueueUrl: workQueueUrl,
              MessageBody: body,
              MessageGroupId: to,
              MessageDeduplicationId: `copy-${group}-${at}-${to === group ? String(Math.random()) : 'twin'}`,
            }),
          );
      world.enable('record-worker', true);
      const report = await run;
      await world.control('POST', 'clientify/latency', 0);
      expect(report.clients).toMatchObject({ created: 2, failed: 0 });
      expect(report.expedientes).toMatchObject({ created: 1, failed: 0 });
      await expectOneEach(trio);
    },
  );
});
