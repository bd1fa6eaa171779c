import { CHANGE, redeliverySeconds } from '../../lib/sync/budget';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';
import { processChanges } from '../../lib/way-back/process-changes';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import { ChangeOffice } from '../ports/change-office';

const NIF = '12345678Z';
const outage = new RetryableError('Clientify did not answer');

const waiting = (office: ChangeOffice) => office.pending.list('change-of-contact');
const failed = async (office: ChangeOffice, id = '5') =>
  (await office.failures.get('contact', id))?.history.map(({ reason, message, runId }) => [
    reason,
    message,
    runId,
  ]);

describe('a change in Clientify that cannot be taken back now', () => {
  it('waits in the queue, each time longer, and on the list from which it is sent once more should the queue lose it', async () => {
    const office = new ChangeOffice();
    office.records.fault = outage;
    const first = office.hint('5');
    const second = office.hint('5', { receiveCount: 3 });
    expect(await office.process(first)).toEqual([first.messageId]);
    expect(await office.process(second)).toEqual([second.messageId]);
    expect(office.postponed).toEqual([
      [first.receiptHandle, redeliverySeconds(1)],
      [second.receiptHandle, redeliverySeconds(3)],
    ]);
    expect([await waiting(office), await failed(office), office.told]).toEqual([
      ['5'],
      undefined,
      [],
    ]);
    expect(office.said).toContainEqual([
      'warn',
      'change not taken back',
      { entity: 'contact', id: '5', error: 'Clientify did not answer' },
    ]);
  });

  it('is shown to an admin from its fifth try on, and goes on waiting', async () => {
    const office = new ChangeOffice();
    office.records.fault = outage;
    const { messageId } = office.hint('5');
    const hint = office.hint('5', { messageId, receiveCount: CHANGE.visibleAttempts });
    expect(await office.process(hint)).toEqual([messageId]);
    expect(await failed(office)).toEqual([
      ['WAY_BACK_WAITS', 'Clientify did not answer', `change-${messageId}`],
    ]);
    expect(office.told).toEqual([
      {
        entity: 'contact',
        id: '5',
        runId: `change-${messageId}`,
        at: office.now.toISOString(),
        result: { outcome: 'failed', reason: 'WAY_BACK_WAITS' },
        message: 'Clientify did not answer',
        kind: 'contact',
        clientifyId: '5',
      },
    ]);
    const told = [];
    for await (const one of office.decisions.of('contact', '5', office.now)) told.push(one);
    expect(told).toMatchObject([{ outcome: 'failed', reason: 'WAY_BACK_WAITS' }]);
    expect(await waiting(office)).toEqual(['5']);
  });

  it('is told by the reason that the wait has of its own', async () => {
    const office = new ChangeOffice();
    office.records.fault = new RetryableError('?', { reason: 'WRITE_UNVERIFIED' });
    await office.process(office.hint('5', { receiveCount: CHANGE.visibleAttempts }));
    expect((await failed(office))?.[0]?.[0]).toBe('WRITE_UNVERIFIED');
  });

  it('because a setting is wrong is shown at once, and looked at every five minutes', async () => {
    const office = new ChangeOffice();
    office.records.fault = new ConfigurationError('the key is refused');
    const hint = office.hint('5');
    expect(await office.process(hint)).toEqual([hint.messageId]);
    expect((await failed(office))?.map(([reason]) => reason)).toEqual(['WAY_BACK_WAITS']);
    expect(office.postponed).toEqual([[hint.receiptHandle, CHANGE.configurationSeconds]]);
  });

  it('is given up after a day: what is left is the failed list', async () => {
    const office = new ChangeOffice();
    office.records.fault = outage;
    const sentAt = new Date(office.now.getTime() - CHANGE.giveUpMs);
    const last = office.hint('5', { receiveCount: 99, sentAt });
    expect(await office.process(last)).toEqual([last.messageId]);
    const over = office.hint('5', { receiveCount: 99, sentAt: new Date(sentAt.getTime() - 1) });
    expect(await office.process(over)).toEqual([]);
    expect([(await failed(office))?.length, await waiting(office)]).toEqual([2, []]);
    expect(office.postponed).toHaveLength(1);
  });

  it('because GIAV or Clientify refuses it is on the failed list at once, and comes no more', async () => {
    const office = new ChangeOffice();
    office.records.fault = outage;
    await office.process(office.hint('5'));
    office.records.fault = new RecordError('refused');
    expect(await office.process(office.hint('5', { receiveCount: 2 }))).toEqual([]);
    expect((await failed(office))?.map(([reason]) => reason)).toEqual(['GIAV_REFUSED']);
    expect(await waiting(office)).toEqual([]);
    office.records.fault = new RecordError('nearly', [], undefined, 'NEAR_DOCUMENTO');
    await office.process(office.hint('6'));
    expect((await failed(office, '6'))?.map(([reason]) => reason)).toEqual(['NEAR_DOCUMENTO']);
  });

  it('keeps its note on the list when a newer hint, which never waited, was refused: another one may still wait', async () => {
    const office = new ChangeOffice();
    await office.pending.add('change-of-contact', '5');
    office.records.fault = new RecordError('refused');
    await office.process(office.hint('5'));
    expect(await waiting(office)).toEqual(['5']);
  });

  it('for a reason that nobody foresaw waits all the same, with its words', async () => {
    const office = new ChangeOffice();
    office.records.fault = new TypeError('ours');
    const hint = office.hint('5');
    expect(await office.process(hint)).toEqual([hint.messageId]);
    expect(office.said.at(-1)?.[2]).toMatchObject({ error: 'ours' });
  });
});

describe('a change in Clientify that was taken back', () => {
  it('is told, counted, and leaves the failed list and the list of what waits', async () => {
    const office = new ChangeOffice();
    office.person('5', NIF);
    office.records.fault = outage;
    await office.process(office.hint('5', { receiveCount: CHANGE.visibleAttempts }));
    office.records.fault = null;
    const hint = office.hint('5', { receiveCount: 2 });
    expect(await office.process(hint)).toEqual([]);
    expect(office.giav.posted).toHaveLength(1);
    expect([await waiting(office), await office.notes.lastHeard()]).toEqual([
      [],
      office.now.toISOString(),
    ]);
    expect(office.told.at(-1)).toMatchObject({
      runId: `change-${hint.messageId}`,
      at: office.now.toISOString(),
      result: { outcome: 'created' },
    });
    expect(office.measured).toContainEqual(['WrittenBack_created', 'Count', 1]);
  });

  it('leaves alone what a run has put on the failed list', async () => {
    const office = new ChangeOffice();
    await office.links.replace(
      'client',
      { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at: '' },
      null,
    );
    const at = office.now.toISOString();
    const note = (runId: string) =>
      office.failures.add('client', '7', { at, runId, reason: 'R', message: 'm' });
    await note('r1');
    await office.process(office.hint('5'));
    expect(await office.failures.get('client', '7')).not.toBeNull();
    await note('change-m0');
    await office.process(office.hint('5'));
    expect(await office.failures.get('client', '7')).toBeNull();
  });

  it('that had nothing in it is told to nobody; one that had waited for that waits no more', async () => {
    const office = new ChangeOffice();
    await office.pending.add('change-of-contact', '404');
    await office.process(office.hint('404'));
    expect([office.told, await waiting(office)]).toEqual([[], ['404']]);
    expect(office.said).toContainEqual([
      'info',
      'nothing to take back',
      { kind: 'contact', id: '404' },
    ]);
    await office.process(office.hint('404', { receiveCount: 2 }));
    expect(await waiting(office)).toEqual([]);
  });

  it('in a dry run waits until the way back is on', async () => {
    const office = new ChangeOffice({ writeBack: { mode: 'dry-run' } });
    office.person('5', NIF);
    await office.process(office.hint('5'));
    expect([office.giav.posted, await waiting(office)]).toEqual([[], ['5']]);
    expect(office.measured).toContainEqual(['WrittenBack_skipped', 'Count', 1]);
  });

  it('of a client that no run has synced yet asks for a run that does; before the first full run all is on its way anyway', async () => {
    for (const isAfter of [false, true]) {
      const office = new ChangeOffice();
      office.person('5', NIF, {}, '7');
      const at = office.now.toISOString();
      if (isAfter)
        await new DynamoWatermarks(office.table).advance(
          { since: at, settings: 's', sweptAt: at, officePrefix: false },
          office.now,
        );
      await office.process(office.hint('5'));
      expect(office.asked.map((one) => one.kind === 'redrive' && one.records)).toEqual(
        isAfter ? [[{ entity: 'client', id: '7' }]] : [],
      );
    }
  });

  it('of a client that no run has synced yet stays on the failed list of the way back until one has', async () => {
    const office = new ChangeOffice();
    office.person('5', NIF, {}, '7');
    await office.failures.add('client', '7', {
      at: office.now.toISOString(),
      runId: 'change-m0',
      reason: 'R',
      message: 'm',
    });
    await office.process(office.hint('5'));
    expect(office.told.at(-1)).toMatchObject({ result: { reason: 'NOT_SYNCED_YET' } });
    expect(await office.failures.get('client', '7')).not.toBeNull();
  });
});

describe('a batch of changes', () => {
  it('goes on where what is only told cannot be noted, and says so', async () => {
    const office = new ChangeOffice();
    const broken = () => Promise.reject(new Error('no answer'));
    office.notes.heard = broken;
    const samples = { add: broken } as never;
    const body = JSON.stringify({ v: 1, kind: 'sample', shape: { a: 'string' } });
    const { messageId } = office.hint('5');
    const ports = { ...office.ports(), samples };
    expect(
      await processChanges(ports, [office.hint('5'), office.hint('5', { messageId, body })]),
    ).toEqual([]);
    expect(office.said.filter(([level]) => level === 'warn')).toEqual([
      ['warn', 'the shape of a webhook body could not be kept', { error: 'no answer' }],
      ['warn', 'what the pages tell of the way back could not be noted', { error: 'no answer' }],
    ]);
  });

  it('tells how old its oldest hint is: AWS leaves out what comes again and again', async () => {
    const office = new ChangeOffice();
    const old = new Date(office.now.getTime() - 90_000);
    await office.process(office.hint('404'), office.hint('405', { sentAt: old }));
    expect(office.measured[0]).toEqual(['ChangeAge', 'Seconds', 90]);
    const empty = new ChangeOffice();
    await empty.process();
    expect(empty.measured).toEqual([]);
  });

  it('of which no time is left for the rest hands it over: it comes again at once, not begun', async () => {
    const office = new ChangeOffice();
    const left = [100_000, 40_000, 39_999, 39_999];
    office.left = () => left.shift() ?? 0;
    const [first, second, third] = [office.hint('1'), office.hint('2'), office.hint('2')];
    expect(await office.process(first, second, third)).toEqual([second.messageId, third.messageId]);
    expect(office.records.reads).toEqual(['contact 1']);
    expect(office.postponed).toEqual([
      [second.receiptHandle, 0],
      [third.receiptHandle, 0],
    ]);
  });

  it('knows when Clientify was last heard of: by the latest hook, not by what we ask ourselves', async () => {
    const office = new ChangeOffice();
    const at = (seconds: number) => ({ sentAt: new Date(office.now.getTime() - seconds * 1000) });
    await office.process(
      office.hint('1', at(50)),
      office.hint('2', at(20)),
      office.hint('3', at(1), { source: 'reconcile' }),
    );
    expect(await office.notes.lastHeard()).toBe(at(20).sentAt.toISOString());
  });

  it('with a message that nobody can read keeps it for a human, and says so', async () => {
    const office = new ChangeOffice();
    const hint = office.hint('5', { body: '{' });
    expect(await office.process(hint)).toEqual([]);
    expect(office.buried).toEqual([['{', `unreadable-${hint.messageId}`, hint.messageId]]);
    expect(office.said).toEqual([
      [
        'error',
        'a message of the change queue cannot be read; it is kept in the dead-letter queue',
        { messageId: hint.messageId },
      ],
    ]);
  });

  it('about a contact and a company of one number is about two records', async () => {
    const office = new ChangeOffice();
    const company = office.hint('5', { groupId: 'contact-5' }, { of: 'company' });
    await office.process(office.hint('5'), company);
    expect(office.records.reads).toEqual(['contact 5', 'company 5']);
  });
});
