import { hashText } from '../../lib/sync/hash';
import { DynamoLinks } from '../../lib/state/links';
import { giavClient } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';

it('a run whose search shows no birthday does not take away the one that GIAV is known to hold', async () => {
  const office = new RunOffice();
  office.giavClients.push(
    giavClient({ id: 7, documento: '12345678Z', notShown: ['RelevantDates'] }),
  );
  const fields = { birthday: hashText('1984-05-06') };
  await new DynamoLinks(office.table).put('client', {
    id: '7',
    status: 'linked',
    kind: 'contact',
    clientifyId: '70',
    at: '2026-03-01T09:00:00Z',
    snapshot: { giav: { fields }, clientify: { fields } },
  });
  office.start('full', 'r');
  await office.step();
  const [message] = office.work;
  expect(message?.desired.fields).not.toHaveProperty('birthday');
  expect(message?.desired.notRead).toEqual(['birthday']);
  expect(message?.unmapped).toEqual(['NOT_READ:RelevantDates']);
});
