import type { SQSClient } from '@aws-sdk/client-sqs';
import { MESSAGE_VERSION, type RecordMessage } from '../../lib/ports/messages';
import { SentAuditLines } from '../../lib/queue/audit-lines';
import { SqsChangeQueue } from '../../lib/queue/changes';
import { SqsRunQueue, SqsWorkQueue } from '../../lib/queue/queues';

/** An emoji, one of the astral plane, half of a pair, what is no character, and what needs no escape. */
const TYPED = 'Año nuevo 😀 𠮷 \ud83d \ufffe\uffff <b>"\\ud83d"</b>\r\n\tfin';

/** What the queues of AWS and of the local cloud have in common. */
const TAKEN = /^[\t\n\r -\ud7ff\ue000-\ufffd]*$/;

const record = {
  v: MESSAGE_VERSION,
  runId: 'r',
  mode: 'full',
  page: 0,
  entity: 'client',
  id: '1',
  clientId: '1',
  desired: {
    kind: 'contact',
    gesinturId: '1',
    documento: '12345678Z',
    fields: { first_name: TYPED },
    emails: [],
    phones: [],
    address: null,
    customFields: { [TYPED]: TYPED },
    tags: [],
    notes: [],
  },
  candidates: { byId: [], byDocument: [] },
  unmapped: [TYPED],
} satisfies RecordMessage;

const change = {
  v: 1,
  kind: 'change',
  of: 'contact',
  id: '1',
  source: 'webhook',
  label: TYPED,
} as const;

const line = { at: '', action: 'forget', subject: TYPED, by: TYPED, erased: {}, stays: '' };

describe('The body of a message', () => {
  let bodies: string[];
  const sqs = {
    send: ({ input }: { input: { MessageBody?: string; Entries?: { MessageBody: string }[] } }) => {
      bodies.push(...[input, ...(input.Entries ?? [])].flatMap(({ MessageBody: b }) => b ?? []));
      return Promise.resolve({});
    },
  } as unknown as SQSClient;

  beforeEach(() => {
    bodies = [];
  });

  it.each([
    ['a record', record, () => new SqsWorkQueue(sqs, 'q', 'd').send([record])],
    ['a change', change, () => new SqsChangeQueue(sqs, 'q').send(change)],
    [
      'a line of the audit',
      { v: 1, kind: 'audit', line },
      () => new SentAuditLines(sqs, 'q').add(line),
    ],
    [
      'what is asked for',
      { ...change, kind: 'x' },
      () => new SqsRunQueue(sqs, 'q').send({ ...change, kind: 'x' } as never),
    ],
  ])(
    'is taken by every queue and read as it was, whatever was typed: %s',
    async (_, message, send) => {
      await send();
      expect(bodies).toHaveLength(1);
      expect(bodies[0]).toMatch(TAKEN);
      expect(JSON.parse(bodies[0] ?? '')).toEqual(message);
    },
  );
});
