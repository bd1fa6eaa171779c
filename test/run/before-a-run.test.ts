import type { RecordMessage } from '../../lib/ports/messages';
import type { Run } from '../../lib/ports/run';
import { checkOwnFields } from '../../lib/run/check-own-fields';
import { NewContacts } from '../../lib/run/new-contacts';
import { noteFailures } from '../../lib/run/note-failures';
import type { NewDecision } from '../../lib/ports/decisions';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';
import { MAILS_NOTICE, isSurprising } from '../../lib/sync/first-run';
import { NONE, ref } from '../ports/refs';
import { begunRun } from '../ports/begun-run';

describe('the agency’s own fields that the settings name', () => {
  const FIELDS = [
    { id: 3, name: 'Asiento' },
    { id: 4, name: 'Menú' },
  ];
  const check = async (
    named: readonly (readonly ['client' | 'expediente', string])[],
    answer: () => Promise<typeof FIELDS> = () => Promise.resolve(FIELDS),
  ) => {
    const [asked, said]: [string[], unknown[][]] = [[], []];
    const giav = {
      lookups: {
        ownFields: (of: string) => {
          asked.push(of);
          return answer();
        },
      },
    };
    const customFields = named.map(([on, from]) => ({ on, from, to: 'x' }));
    const error = await checkOwnFields(
      giav as never,
      { customFields },
      {
        warn: (...told) => void said.push(told),
      },
    ).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return { asked, said, error };
  };

  it('are looked up once for each kind of record; fields of GIAV’s own need none', async () => {
    expect(
      await check([
        ['client', 'CustomDataValues:3'],
        ['client', 'Codigo'],
        ['client', 'CustomDataValues:4'],
        ['expediente', 'CustomDataValues:4'],
      ]),
    ).toEqual({ asked: ['Cliente', 'Expediente'], said: [], error: null });
    expect((await check([['client', 'Codigo']])).asked).toEqual([]);
  });

  it.each([
    [
      'client',
      FIELDS,
      'GIAV has no own field 9 of clients. It has: Asiento (3), Menú (4).',
      'GIAV no tiene ningún campo propio 9 de los clientes. Tiene: Asiento (3), Menú (4).',
    ],
    [
      'expediente',
      [],
      'GIAV has no own field 9 of expedientes. It has: none.',
      'GIAV no tiene ningún campo propio 9 de los expedientes. Tiene: ninguno.',
    ],
  ] as const)('stop the run where GIAV has none of that number: %s', async (on, there, en, es) => {
    const { error } = await check(
      [
        [on, 'Codigo'],
        [on, 'CustomDataValues:9'],
      ],
      () => Promise.resolve([...there]),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      message: `customFields.1.from: ${en}`,
      es: `customFields.1.from: ${es}`,
    });
  });

  it('are believed where the key may not read which there are, and that is said', async () => {
    const named = [
      ['client', 'CustomDataValues:9'],
      ['client', 'CustomDataValues:8'],
    ] as const;
    const { asked, said, error } = await check(named, () => Promise.reject(new RecordError('no')));
    expect([asked, error, said]).toEqual([
      ['Cliente'],
      null,
      Array(2).fill(['the key may not read which own fields GIAV has', { of: 'client' }]),
    ]);
    const outage = new RetryableError('no answer');
    expect((await check(named, () => Promise.reject(outage))).error).toBe(outage);
  });
});

describe('contacts that a run is about to create in an account that is in use', () => {
  const message = (documento: string, more: Partial<RecordMessage> = {}): RecordMessage =>
    ({
      desired: { ...NONE, documento },
      candidates: { byId: [], byDocument: [] },
      ...more,
    }) as RecordMessage;
  const counting = (inUse = true) => {
    const said: unknown[][] = [];
    return { said, contacts: new NewContacts(inUse, { warn: (...told) => void said.push(told) }) };
  };
  let surprising = 1;
  while (!isSurprising(surprising, true)) surprising += 1;
  const many = Array.from({ length: surprising }, (_, at) => message(`D${at}`));

  it('are counted, each Documento once; companies, and what is there already, are none', () => {
    const { contacts } = counting();
    const company = { ...message('C'), desired: { ...NONE, kind: 'company' as const } };
    const page = [
      message('A'),
      message(' A '),
      message('B'),
      company,
      message('L', { candidates: { byId: [ref('5')], byDocument: [] } }),
      message('M', { candidates: { byId: [], byDocument: [ref('5')] } }),
    ];
    expect(contacts.with(begunRun(), page)).toBe(2);
    expect(
      contacts.with(begunRun({ newContacts: 2, clientPages: 1 }), [message('B'), message('D')]),
    ).toBe(3);
  });

  it('are told once, when they are so many that they surprise', () => {
    const { said, contacts } = counting();
    expect(contacts.with(begunRun(), many.slice(1))).toBe(surprising - 1);
    expect(said).toEqual([]);
    contacts.with(begunRun({ newContacts: surprising - 1 }), many);
    expect(said).toEqual([[`At least ${MAILS_NOTICE.en(surprising)}`, { runId: 'r1' }]]);
    contacts.with(begunRun({ newContacts: surprising }), [message('X')]);
    expect(said).toHaveLength(1);
  });

  it.each<[string, boolean, Partial<Run>, boolean]>([
    ['of an account that is new', false, {}, false],
    [
      'of a full run that goes on, and may find what it made itself',
      true,
      { clientPages: 1 },
      false,
    ],
    [
      'of a full run that goes on and has counted before',
      true,
      { clientPages: 1, newContacts: 4 },
      true,
    ],
    ['of a modified run that goes on', true, { mode: 'modified', clientPages: 1 }, true],
  ])('%s', (_, inUse, more, isCounted) => {
    const { contacts } = counting(inUse);
    const before = more.newContacts ?? 0;
    expect(contacts.with(begunRun(more), [message('A')])).toBe(before + (isCounted ? 1 : 0));
  });
});

it('what of a page has failed already is on the failed list; the link says so only where it can be read', async () => {
  const steps: string[] = [];
  const at = '2026-03-02T09:00:00.000Z';
  const decision = (id: string, result: NewDecision['result'], message?: string): NewDecision => ({
    entity: 'client',
    id,
    runId: 'r1',
    at,
    result,
    ...(message !== undefined && { message }),
  });
  await noteFailures(
    {
      links: {
        markFailed: (...args) => Promise.resolve(void steps.push(`link ${args.join(' ')}`)),
      },
      failures: {
        add: (entity, id, failure) =>
          Promise.resolve(void steps.push(`${entity} ${id} ${JSON.stringify(failure)}`)),
      },
    },
    'client',
    {
      decisions: [
        decision('1', { outcome: 'failed', reason: 'INVALID_RECORD' }, 'why'),
        decision('2', { outcome: 'failed', reason: 'STATE_UNREADABLE' }),
        decision('3', { outcome: 'skipped', reason: 'NO_DOCUMENT' }),
        decision('4', { outcome: 'failed' }),
        decision('-5', { outcome: 'failed', reason: 'UNREADABLE_IN_GIAV' }),
      ],
    },
  );
  const told = (reason: string, message: string) =>
    JSON.stringify({ at, runId: 'r1', reason, message });
  expect(steps).toEqual([
    `client 1 ${told('INVALID_RECORD', 'why')}`,
    `link client 1 ${at}`,
    `client 2 ${told('STATE_UNREADABLE', '')}`,
  ]);
});
