import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { deleteMessage } from '../../lib/admin/failed-records';
import { keys } from '../../lib/state/table';
import { World, client, expediente, withId, type Fields } from '../harness/world';

/** What fails, how an admin sees it, and how it is driven again. */
describe('failed records', () => {
  let world: World;
  const config = { officePrefix: 'never', clientify: { timeoutSeconds: 1, retrySeconds: 0.01 } };
  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config });
    await world.setGiav('clients', [client(1), client(2)]);
    await world.setGiav('expedientes', [expediente(101, 1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  const refuse = (times: number, text: string): Promise<unknown> =>
    world.faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: text,
        times,
      },
    ]);
  const send = (queueUrl: string, body: unknown, group: string): Promise<unknown> =>
    world.wiring.cloud.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        ...(group !== '' && {
          MessageGroupId: group,
          MessageDeduplicationId: String(Math.random()),
        }),
      }),
    );
  const nextRun = async (before: string): Promise<string> => {
    for (;;) {
      for await (const run of world.admin.runs.recent()) {
        if (run.id === before || run.status === 'running') break;
        return run.id;
      }
      await wait(50);
    }
  };
  const lastRun = async (): Promise<string> => {
    for await (const run of world.admin.runs.recent()) return run.id;
    return '';
  };

  it("a record that is refused for good goes straight to the failed list with the API's own words, without values", async () => {
    await world.addGiav('clients', client(10, { Nombre: 'Secreta', Documento: 'X1234567L' }));
    await refuse(
      1,
      '{"first_name":["El valor Secreta de X1234567L (c10@example.com) no es válido."]}',
    );
    const report = await world.sync();
    expect(report.clients).toMatchObject({ failed: 1 });
    const [failure, ...others] = await world.failures();
    expect(others).toEqual([]);
    expect(failure).toMatchObject({
      entity: 'client',
      id: '10',
      reason: 'CLIENTIFY_REFUSED',
      attempts: 1,
    });
    expect(failure?.message).toMatch(/first_name: El valor … .*no es válido/);
    expect(JSON.stringify(failure)).not.toMatch(/Secreta|X1234567L|example\.com/);
  });

  it('what fails again comes back with its new error and its history', async () => {
    await refuse(1, '{"first_name":["Otra cosa."]}');
    const [report] = await world.redrive({ ids: ['client:10'] });
    expect(report).toMatchObject({
      run: { mode: 'redrive', status: 'completed' },
      clients: { read: 1, failed: 1 },
    });
    const [failure] = await world.failures();
    expect(failure).toMatchObject({
      attempts: 2,
      message: expect.stringContaining('Otra cosa.') as string,
    });
    expect(failure?.history).toHaveLength(2);
  });

  it("a re-driven record carries today's data; its expedientes come along; doing it twice is harmless", async () => {
    await world.addGiav('expedientes', expediente(110, 10));
    await world.editClient(10, { Nombre: 'Corregida' });
    const [report] = await world.redrive({ reason: 'CLIENTIFY_REFUSED' });
    expect(report?.clients).toMatchObject({ created: 1 });
    expect(report?.expedientes).toMatchObject({ created: 1 });
    expect(withId(await world.crm('contacts'), 10)[0]).toMatchObject({ first_name: 'Corregida' });
    expect(await world.failures()).toEqual([]);
    expect(await world.redrive({ all: true })).toEqual([]);
  });

  it('a record that fails on every try goes to the dead-letter queue with the last error; the others go on', async () => {
    await world.addGiav('clients', client(11));
    await world.addGiav('clients', client(12, { Tipo: 'Empresa' }));
    await world.faults('clientify', [
      { when: 'before', match: 'POST /v1/contacts/', kind: 'status', status: 500, times: 25 },
    ]);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        entity: 'client',
        id: '11',
        reason: 'CLIENTIFY_UNAVAILABLE',
        message: expect.stringContaining('500') as string,
        messageId: expect.any(String) as string,
      },
    ]);
    await world.control('POST', 'clientify/calm');
    const [redriven] = await world.redrive({ all: true });
    expect(redriven?.clients).toMatchObject({ created: 1 });
    expect(await world.failures()).toEqual([]);
    expect(await world.admin.queue.deadLetters()).toBe(0);
  });

  it('a later run that syncs the record takes it off the failed list', async () => {
    await world.addGiav('clients', client(13));
    await refuse(1, '{"first_name":["no"]}');
    await world.sync();
    expect(await world.failures()).toHaveLength(1);
    await world.sync();
    expect(await world.failures()).toEqual([]);
  });

  it('the console way: a message that is moved back to the work queue is read from GIAV again, not believed', async () => {
    const before = await lastRun();
    const { workQueueUrl } = world.wiring.cloud;
    await world.editClient(13, { Nombre: 'De hoy' });
    await send(workQueueUrl, { ...(await oldMessage(13)), desired: undefined }, 'client-13');
    await world.watch(await nextRun(before));
    expect(withId(await world.crm('contacts'), 13)[0]).toMatchObject({ first_name: 'De hoy' });
  });

  it('a stale message never overwrites newer data', async () => {
    const { sqs, workQueueUrl } = world.wiring.cloud;
    await world.editClient(13, { Nombre: 'Vieja' });
    world.enable('record-worker', false);
    const run = world.sync();
    let stale: Message | undefined;
    while (!stale) {
      const { Messages: messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: workQueueUrl, VisibilityTimeout: 1 }),
      );
      stale = messages?.[0];
      await wait(20);
    }
    world.enable('record-worker', true);
    await run;
    await world.editClient(13, { Nombre: 'Nueva' });
    await world.sync();
    const before = await lastRun();
    await world.clearLog();
    await send(workQueueUrl, stale.Body, '13');
    const report = await world.watch(await nextRun(before));
    expect(report).toMatchObject({ run: { mode: 'redrive' }, clients: { read: 1, unchanged: 1 } });
    expect(await world.writes()).toEqual([]);
    expect(withId(await world.crm('contacts'), 13)[0]).toMatchObject({ first_name: 'Nueva' });
  });

  it('a message of an older version of the code is read from GIAV again', async () => {
    const before = await lastRun();
    await world.editClient(13, { Nombre: 'Versión' });
    await send(
      world.wiring.cloud.workQueueUrl,
      { v: 1, runId: 'old', entity: 'client', id: '13', was: 'something else' },
      '13',
    );
    await world.watch(await nextRun(before));
    expect(withId(await world.crm('contacts'), 13)[0]).toMatchObject({ first_name: 'Versión' });
  });

  it('a message that nobody can read is kept, listed and deletable, never looped; re-driving leaves it alone', async () => {
    await send(world.wiring.cloud.workQueueUrl, 'not even JSON', 'poison');
    await send(world.wiring.cloud.runQueueUrl, '{"v":1,"kind":"dance"}', '');
    while ((await world.admin.queue.deadLetters()) < 2) await wait(50);
    const poison = await world.failures();
    expect(poison.map(({ entity, reason }) => ({ entity, reason }))).toEqual([
      { entity: null, reason: 'UNREADABLE_MESSAGE' },
      { entity: null, reason: 'UNREADABLE_MESSAGE' },
    ]);
    expect(await world.redrive({ all: true })).toEqual([]);
    await world.restart();
    const kept = await world.failures();
    expect(kept).toHaveLength(2);
    for (const { messageId = '' } of kept)
      expect(await deleteMessage(world.admin, messageId)).toBe(true);
    expect(await world.failures()).toEqual([]);
  });

  it('a record that GIAV no longer shows is reported, and nothing is changed', async () => {
    await world.admin.failures.add('client', '999', {
      at: '2026-01-01T00:00:00Z',
      runId: 'x',
      reason: 'CLIENTIFY_REFUSED',
      message: 'x',
    });
    const [report] = await world.redrive({ all: true });
    expect(report).toMatchObject({ clients: { read: 1, skipped: 1 }, reasons: { NOT_IN_GIAV: 1 } });
    expect(await world.failures()).toEqual([]);
  });

  it('a GIAV record that lacks required fields is failed by name; the rest goes on', async () => {
    await world.addGiav('clients', client(14, { RGPDSigned: 'quizás' }));
    await world.addGiav('clients', client(15));
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        id: '14',
        reason: 'INVALID_RECORD',
        message: expect.stringContaining('RGPDSigned') as string,
      },
    ]);
    await world.editClient(14, { RGPDSigned: true });
    await world.sync();
    expect(await world.failures()).toEqual([]);
  });

  it('a damaged link is an error of that record: nothing is written, the rest goes on', async () => {
    const { table } = world.wiring.cloud;
    const item = await table.get(keys.link('client', '15'));
    await table.put({ ...keys.link('client', '15'), v: 99, entity: 'client' });
    await world.editClient(15, { Nombre: 'Nadie' });
    await world.editClient(2, { Nombre: 'Sigue' });
    await world.clearLog();
    const report = await world.sync();
    expect(report.clients).toMatchObject({ updated: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        id: '15',
        reason: 'STATE_UNREADABLE',
        message: expect.stringContaining('LINK#client#15') as string,
      },
    ]);
    expect(await world.writes()).toHaveLength(1);
    await table.put(item as Fields & { pk: string; sk: string });
    await world.redrive({ all: true });
    expect(await world.failures()).toEqual([]);
  });

  it.each([
    ['watermark', { pk: 'WATERMARK', sk: 'RUN' }],
    ['lease', { pk: 'LEASE', sk: 'RUN' }],
    ['pause', { pk: 'PAUSE', sk: 'clientify' }],
  ])('a damaged %s stops nothing', async (_, key) => {
    await world.wiring.cloud.table.put({
      ...key,
      until: 'soon',
      token: 'first',
      runId: 7,
      since: {},
    });
    expect((await world.sync('modified')).run.status).toBe('completed');
  });

  it('a clock that jumped into the future leaves a watermark and a lease that hold nobody up', async () => {
    const { table } = world.wiring.cloud;
    const future = new Date(Date.now() + 1e10);
    const watermark = (await world.admin.watermarks.get()) as Fields | null;
    await table.put({ ...keys.watermark(), v: 1, ...watermark, since: future.toISOString() });
    await table.update(keys.lease(), {
      expression: 'SET #u = :u',
      names: { '#u': 'until' },
      values: { ':u': future.getTime() },
    });
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'full', status: 'completed' });
    expect((await world.sync('modified')).run.mode).toBe('modified');
  });

  it('lost messages of a run are read again, so that none of its records is forgotten', async () => {
    await world.addGiav('clients', client(16));
    world.enable('record-worker', false);
    const run = world.sync();
    const { sqs, workQueueUrl } = world.wiring.cloud;
    let purged = 0;
    while (purged < 1) {
      await wait(20);
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: workQueueUrl }),
      );
      for (const { ReceiptHandle: handle } of messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: workQueueUrl, ReceiptHandle: handle }));
        purged += 1;
      }
    }
    world.enable('record-worker', true);
    expect((await run).clients).toMatchObject({ created: 1, failed: 0 });
    expect(withId(await world.crm('contacts'), 16)).toHaveLength(1);
  });

  /** Some message of the record, as a dead-letter queue may hold it for weeks. */
  const oldMessage = (id: number): Promise<Fields> =>
    Promise.resolve({ v: 2, runId: 'long-gone', entity: 'client', id: String(id) });
});
