import type { SQSClient } from '@aws-sdk/client-sqs';
import { goOn } from '../../local/go-on';
import type { RunMessage } from '../../lib/ports/messages';
import { RunOffice } from '../ports/run-office';

/** The machine stops: queues live in memory there. Then it is started again. */
async function stopAndStart(office: RunOffice): Promise<void> {
  office.work.length = 0;
  office.messages.length = 0;
  const sqs = {
    send: ({ input }: { input: { MessageBody: string } }) => {
      office.send(JSON.parse(input.MessageBody) as RunMessage);
      return Promise.resolve({});
    },
  } as unknown as SQSClient;
  await goOn(office.table, sqs, 'runs');
}

it.each([1, 2, 3, 5])(
  'a machine that is stopped while records wait for a worker, and started again (times: %i), loses none of them',
  async (times) => {
    const office = new RunOffice();
    office.lists.records.contacts = [
      { id: 1, modified: null, taxpayer_identification_number: 'X', custom_fields: [] },
    ];
    for (const id of [1, 2, 3]) office.addClient(id, `DOC-${id}`);
    office.start('full', 'r1');
    await office.step();
    for (let stop = 0; stop < times; stop++) {
      expect(office.work).toHaveLength(3);
      await stopAndStart(office);
      await office.step();
    }
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 3, unchanged: 3, failed: 0 } },
    });
  },
);
