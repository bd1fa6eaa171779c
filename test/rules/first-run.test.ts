import type { Finding } from '../../lib/admin/doctor/check';
import { NOTHING_COUNTED } from '../../lib/sync/brake';
import { GiavSurvey } from '../../lib/admin/doctor/giav-survey';
import { mappingQuestions } from '../../lib/admin/doctor/mapping';
import { reportPage } from '../../lib/admin/dry-run-report/page';
import { Tally } from '../../lib/admin/dry-run-report/tally';
import { parseSyncConfig } from '../../lib/config/environment';
import { hashText } from '../../lib/sync/hash';
import type { DryRunEnd } from '../../lib/dry-run/dry-run';
import type { PlannedRecord } from '../../lib/dry-run/planned-record';
import { giavClient } from '../harness/giav-records';
import { MAILS_NOTICE, MANY_CONTACTS, isSurprising } from '../../lib/sync/first-run';
import type { RecordMessage } from '../../lib/ports/messages';
import { emptySummary } from '../../lib/sync/run-progress';
import { runSchema } from '../../lib/ports/run';
import { NewContacts } from '../../lib/run/new-contacts';
import { contact } from '../harness/clientify';

const run = (changes: object = {}) =>
  runSchema.parse({
    v: 1,
    id: 'r',
    mode: 'full',
    status: 'running',
    phase: 'clients',
    startedAt: '2026-11-25T00:00:00Z',
    nextPage: 0,
    clientPages: 0,
    expedientePages: 0,
    token: 0,
    ...changes,
  });

const messages = (
  count: number,
  candidates: RecordMessage['candidates'] = { byId: [], byDocument: [] },
  from = 0,
): RecordMessage[] =>
  Array.from({ length: count }, (_, n) => n + from).map((at) => ({
    v: 2 as const,
    runId: 'r',
    mode: 'full' as const,
    page: 0,
    entity: 'client' as const,
    id: String(at),
    clientId: String(at),
    desired: contact(at),
    candidates,
    unmapped: [],
  }));

const END = {
  mode: 'full',
  startedAt: '2026-11-25T00:00:00Z',
  finishedAt: '2026-11-25T00:01:00Z',
  summary: emptySummary(),
  missingFields: [],
  calls: { giav: 0, clientify: 0 },
  brake: { held: null, planned: NOTHING_COUNTED },
  moved: false,
  whole: true,
};
async function* nobody(): AsyncGenerator<PlannedRecord> {}

describe('a first run does not surprise anybody', () => {
  const said: string[] = [];
  const log = {
    warn: (line: string): void => {
      said.push(line);
    },
  };
  beforeEach(() => {
    said.length = 0;
  });

  it('says that each contact may be an e-mail when more than 200 are to be created in an account that is in use', () => {
    const counter = new NewContacts(true, log);
    const first = counter.with(run(), messages(150));
    const more = (from: number): RecordMessage[] => messages(100, undefined, from);
    const second = counter.with(run({ newContacts: first, clientPages: 1 }), more(150));
    const third = counter.with(run({ newContacts: second, clientPages: 2 }), more(250));
    expect([first, second, third]).toEqual([150, 250, 350]);
    expect(said).toEqual([`At least ${MAILS_NOTICE.en(250)}`]);
    expect(said[0]).toContain('Clientify may send as many e-mails');
  });

  it('says nothing where the account was empty, also when the run goes on in another invocation', () => {
    expect(new NewContacts(false, log).with(run(), messages(300))).toBe(0);
    expect(new NewContacts(true, log).with(run({ clientPages: 3 }), messages(300))).toBe(0);
    expect(said).toEqual([]);
  });

  it('clients that share a Documento become one contact, on one page or on two', () => {
    const counter = new NewContacts(true, log);
    const shared = (count: number): RecordMessage[] =>
      messages(count).map((message) => ({
        ...message,
        desired: { ...message.desired, documento: ' X1' },
      }));
    const first = counter.with(run(), [...messages(150), ...shared(60)]);
    const second = counter.with(run({ newContacts: first, clientPages: 1 }), [
      ...shared(3),
      ...messages(10, undefined, 145),
    ]);
    expect([first, second]).toEqual([151, 156]);
    expect(said).toEqual([]);
  });

  it('counts only contacts that Clientify does not have', () => {
    const ref = {
      kind: 'contact' as const,
      id: '1',
      gesinturId: '',
      documento: 'X',
      modified: null,
    };
    expect(
      new NewContacts(true, log).with(run(), messages(300, { byId: [], byDocument: [ref] })),
    ).toBe(0);
  });

  it('doctor says it of the contacts that Clientify lacks, and the page of a dry run of those it would create', async () => {
    const survey = new GiavSurvey();
    for (let id = 1; id <= 250; id++)
      survey.addClient({ client: giavClient({ id, documento: `D${id}` }), raw: { Id: id }, id });
    const there = (count: number): ReadonlySet<string> =>
      new Set(Array.from({ length: count }, (_, at) => hashText(`contact D${at + 1}`)));
    const asked = (total: number, documentos: ReadonlySet<string>): Promise<Finding> | undefined =>
      mappingQuestions({
        http: {} as never,
        config: parseSyncConfig(undefined),
        states: [],
        survey,
        contacts: () => ({ total, documentos }),
      })
        .find(({ id }) => id === 'first-run')
        ?.ask();
    expect(await asked(60, there(49))).toMatchObject({
      level: 'warning',
      finding: `About ${MAILS_NOTICE.en(201)}`,
    });
    expect((await asked(60, there(50)))?.level).toBe('ok');
    expect((await asked(0, new Set()))?.level).toBe('ok');

    const page = async (newContacts: number): Promise<string> => {
      const end = { ...END, newContacts } as DryRunEnd;
      const pieces: string[] = [];
      for await (const piece of reportPage(end, new Tally(), nobody(), 'es')) pieces.push(piece);
      return pieces.join('');
    };
    expect((await page(201)).includes(MAILS_NOTICE.es(201))).toBe(true);
    expect((await page(200)).includes(MAILS_NOTICE.es(200))).toBe(false);
  });

  it('200 are not yet many', () => {
    expect(isSurprising(MANY_CONTACTS, true)).toBe(false);
    expect(isSurprising(MANY_CONTACTS + 1, true)).toBe(true);
    expect(isSurprising(MANY_CONTACTS + 1, false)).toBe(false);
  });
});
