import { handlerOn } from '../../functions/letter';
import { deskPorts, type DeskPorts } from '../../lib/admin/admin-ports';
import { readLetterFacts } from '../../lib/admin/letter/facts';
import { sendLetter } from '../../lib/admin/letter/send-letter';
import { writeLetter, type Letter, type LetterSettings } from '../../lib/admin/letter/write-letter';
import type { Link } from '../../lib/ports/links';
import type { Run } from '../../lib/ports/run';
import { connectLetter } from '../../lib/runtime/connect-letter';
import { REASONS } from '../../lib/sync/reasons';
import { MemoryTable } from '../ports/table';

/** A Thursday, 08:00 in Madrid. */
const THURSDAY = new Date('2026-11-26T07:00:00.000Z');
const MONDAY = new Date('2026-11-23T07:00:00.000Z');
const ORIGIN = 'https://console.example';
const SPANISH: LetterSettings = {
  language: 'es',
  weekly: false,
  agency: 'acme',
  origin: ORIGIN,
};
const FOOT =
  'Esta carta sale una vez al día como mucho, y solo cuando algo espera a una persona o ha fallado. La hora, el idioma y el «sin novedad» semanal son los ajustes letter.hour, letter.language y letter.weekly.';

const link = (id: string, more: Partial<Link>): Link => ({
  id,
  status: 'linked',
  kind: 'contact',
  clientifyId: `9${id}`,
  at: '2026-11-24T10:00:00.000Z',
  ...more,
});

/** An agency's state, and a topic that keeps what is published. */
class Agency {
  readonly table = new MemoryTable();
  readonly desk: DeskPorts = deskPorts({
    table: this.table,
    sqs: {} as never,
    runQueueUrl: 'https://sqs.invalid/runs',
    workQueueUrl: 'https://sqs.invalid/work',
    deadLetterQueueUrl: 'https://sqs.invalid/dead',
    changeQueueUrl: 'https://sqs.invalid/changes',
  });
  readonly sent: Letter[] = [];
  now = THURSDAY;
  /** So many publications are refused. */
  refuses = 0;
  /** Called while the letter is on its way. */
  meanwhile: () => Promise<unknown> = () => Promise.resolve();

  private readonly sns = {
    send: async ({ input }: { input: { TopicArn: string; Subject: string; Message: string } }) => {
      await this.meanwhile();
      if (this.refuses-- > 0) throw new Error('SNS is out');
      expect(input.TopicArn).toBe('arn:topic');
      this.sent.push({ subject: input.Subject, text: input.Message });
    },
  };
  readonly ports = connectLetter({
    table: this.table,
    sns: this.sns as never,
    topicArn: 'arn:topic',
    clock: { now: () => this.now },
  });

  send(settings: Partial<LetterSettings> = {}) {
    return sendLetter(this.ports, { ...SPANISH, ...settings });
  }

  fails(id: string, reason: string, at: string) {
    const failed = { at, runId: `r${id}`, reason, message: 'Ana García <ana@example.com>' };
    return this.desk.failures.add('client', id, failed);
  }

  async waits(kind: 'attention' | 'client' | 'expediente', id: string, more: Partial<Link>) {
    const entity = kind === 'expediente' ? 'expediente' : 'client';
    await this.desk.links.put(entity, link(id, more));
    await this.desk.pending.add(kind, id);
  }

  async ran(status: 'completed' | 'failed', more: Partial<Run> = {}) {
    const startedAt = '2026-11-26T06:40:00.000Z';
    await this.table.put({
      pk: 'RUN#run-1',
      sk: 'RUN',
      id: 'run-1',
      mode: 'full',
      status,
      phase: 'ended',
      nextPage: 0,
      clientPages: 0,
      expedientePages: 0,
      token: 1,
      startedAt,
      ...more,
      v: 1,
    });
    await this.table.put({ pk: 'RUNS', sk: `${startedAt}#run-1`, id: 'run-1', v: 1 });
  }

  async worked(day: string, counts: Record<string, number>) {
    await this.table.put({ pk: 'DAY', sk: day, v: 1, ...counts });
  }
}

let agency: Agency;
beforeEach(() => {
  agency = new Agency();
});

describe('the letter, to the letter', () => {
  it('failed records and decisions: the oldest first, with what to do, and what went well', async () => {
    await agency.fails('40012', 'CLIENTIFY_REFUSED', '2026-11-25T09:00:00.000Z');
    await agency.fails('40010', 'CLIENTIFY_REFUSED', '2026-11-22T23:30:00.000Z');
    await agency.waits('client', '40001', {
      status: 'refused',
      reason: 'AMBIGUOUS_DOCUMENT',
      at: '2026-11-20T10:00:00.000Z',
    });
    await agency.worked('2026-11-25', { completed: 144, created: 3, updated: 12 });
    await agency.desk.watermarks.advance(
      {
        since: '2026-11-26T06:50:00.000Z',
        settings: '',
        sweptAt: '2026-11-26T06:50:00.000Z',
        officePrefix: false,
      },
      THURSDAY,
    );
    expect(await agency.send()).toBe('sent');
    expect(agency.sent).toEqual([
      {
        subject: 'giav-clientify acme: 3 registros esperan a una persona',
        text: `Agencia acme, 26/11/2026.

AMBIGUOUS_DOCUMENT (espera una corrección en Clientify): 1 registro, desde el 20/11/2026.
${REASONS.AMBIGUOUS_DOCUMENT.es}
Los más antiguos:
  cliente 40001 (desde el 20/11/2026): https://console.example/console/ficha/cliente/40001
https://console.example/console/por-resolver/clientify/AMBIGUOUS_DOCUMENT

CLIENTIFY_REFUSED (no se pudo sincronizar): 2 registros, desde el 23/11/2026.
${REASONS.CLIENTIFY_REFUSED.es}
Los más antiguos:
  cliente 40010 (desde el 23/11/2026): https://console.example/console/ficha/cliente/40010
  cliente 40012 (desde el 25/11/2026): https://console.example/console/ficha/cliente/40012
https://console.example/console/por-resolver/fallidos/CLIENTIFY_REFUSED

Lo que fue bien: ayer 144 ejecuciones completadas; en Clientify, 3 registros creados y 12 actualizados. Al día con GIAV hasta el 26/11/2026 a las 07:50.

https://console.example/console

${FOOT}
`,
      },
    ]);
  });

  it('a run that failed while nothing waits', async () => {
    await agency.ran('failed', {
      finishedAt: '2026-11-26T06:45:00.000Z',
      error: { kind: 'configuration', message: 'No pipeline.', es: 'No hay pipeline.' },
    });
    await agency.send();
    expect(agency.sent).toEqual([
      {
        subject: 'giav-clientify acme: hay algo que mirar',
        text: `Agencia acme, 26/11/2026. Nada espera a una persona.

La última ejecución, run-1, falló el 26/11/2026. No hay pipeline.
https://console.example/console/ejecuciones/run-1

Ayer no se completó ninguna ejecución.

https://console.example/console

${FOOT}
`,
      },
    ]);
  });

  it('a way back that is halted, in English, where there is no console', async () => {
    await agency.desk.incidents.halt('40001', new Date('2026-11-25T12:00:00.000Z'));
    await agency.send({ language: 'en', origin: null });
    expect(agency.sent).toEqual([
      {
        subject: 'giav-clientify acme: something to look at',
        text: `Agency acme, 2026-11-26. Nothing waits for a person.

The way back is halted since 2026-11-25: a write damaged the client 40001 and it could not be put back. Nothing is written to GIAV until somebody has looked (cli explain client 40001; then cli write-back --resume).

No run was completed yesterday.

To see it: cli status, cli failures, cli conflicts.

This letter is sent once a day at most, and only when something waits for a person or has failed. Hour, language and the weekly "all in step" are the settings letter.hour, letter.language and letter.weekly.
`,
      },
    ]);
  });

  it('nothing to say: no letter, but on Mondays for whoever wants one', async () => {
    await agency.worked('2026-11-22', { completed: 1 });
    expect(await agency.send()).toBe('nothing to say');
    agency.now = MONDAY;
    expect(await agency.send()).toBe('nothing to say');
    const other = new Agency();
    expect(await other.send({ weekly: true })).toBe('nothing to say');
    other.now = MONDAY;
    await other.worked('2026-11-22', { completed: 1 });
    expect(await other.send({ weekly: true })).toBe('sent');
    expect(other.sent).toEqual([
      {
        subject: 'giav-clientify acme: sin novedad',
        text: `Agencia acme, 23/11/2026. Nada espera a una persona.

Lo que fue bien: ayer 1 ejecución completada; en Clientify, 0 registros creados y 0 actualizados.

https://console.example/console

${FOOT}
`,
      },
    ]);
    expect(agency.sent).toEqual([]);
  });
});

describe('what is in a letter', () => {
  it('no personal data: ids, codes and addresses, whatever the systems said', async () => {
    await agency.fails('40010', 'CLIENTIFY_REFUSED', '2026-11-22T23:30:00.000Z');
    await agency.desk.decisions.putMany(
      [
        {
          at: '2026-11-25T09:00:00.000Z',
          runId: 'r1',
          entity: 'client',
          id: '40010',
          outcome: 'failed',
          sent: { first_name: 'Ana', last_name: 'García' },
        },
      ] as never,
      THURSDAY,
    );
    await agency.send();
    const [{ text } = { text: '' }] = agency.sent;
    expect(text).toContain('40010');
    expect(text).not.toMatch(/Ana|García|ana@/);
  });

  it('at most three records of a reason, however many there are; the count is of all', async () => {
    for (let id = 0; id < 9; id++)
      await agency.fails(`4000${id}`, 'CLIENTIFY_REFUSED', `2026-11-1${id}T10:00:00.000Z`);
    await agency.send();
    const [{ text } = { text: '' }] = agency.sent;
    expect([...text.matchAll(/ {2}cliente (\d+)/g)].map(([, id]) => id)).toEqual([
      '40000',
      '40001',
      '40002',
    ]);
    expect(text).toContain('9 registros, desde el 10/11/2026');
  });

  it('what waits for a correction in GIAV alone is no reason for one: it may stay so', async () => {
    const facts = await readLetterFacts(agency.ports, THURSDAY);
    const leftOut = [
      { list: 'giav', reason: 'NO_DOCUMENT', count: 9, more: false, since: null },
    ] as const;
    expect(writeLetter({ ...facts, leftOut }, SPANISH)).toBeNull();
    const monday = { ...facts, leftOut, day: '2026-11-23' };
    expect(writeLetter(monday, { ...SPANISH, weekly: true })?.text).toContain(
      `Además, 9 registros esperan una corrección en GIAV, según la última ejecución completa; pueden quedarse así.\n${ORIGIN}/console/por-resolver?ver=giav`,
    );
  });

  it.each(['es', 'en'] as const)(
    'a subject that SNS takes, in %s: ASCII, short',
    async (language) => {
      const facts = await readLetterFacts(agency.ports, THURSDAY);
      const held = {
        since: '2026-11-25T12:00:00.000Z',
        clientId: '',
        because: 'too-many',
      } as const;
      const states = [
        { ...facts, today: { ...facts.today, waiting: { count: 250, more: true } } },
        { ...facts, today: { ...facts.today, waiting: { count: 1, more: false } } },
        { ...facts, today: { ...facts.today, halted: held } },
        { ...facts, day: '2026-11-23' },
      ];
      const agency30 = 'a'.repeat(30);
      for (const state of states) {
        const settings = { language, weekly: true, agency: agency30, origin: null };
        const subject = writeLetter(state, settings)?.subject ?? '';
        expect(subject).toMatch(/^[\x20-\x7e]{20,99}$/);
      }
    },
  );
});

describe('one letter a day', () => {
  beforeEach(() => agency.fails('1', 'CLIENTIFY_REFUSED', '2026-11-22T23:30:00.000Z'));

  it('is not sent again when the invocation is repeated, and is on the next day', async () => {
    expect([await agency.send(), await agency.send()]).toEqual(['sent', 'already']);
    agency.now = new Date(THURSDAY.getTime() + 86_400_000);
    expect(await agency.send()).toBe('sent');
    expect(agency.sent).toHaveLength(2);
  });

  it('is not sent by two invocations at once', async () => {
    agency.meanwhile = async () => {
      agency.meanwhile = () => Promise.resolve();
      expect(await agency.send()).toBe('already');
    };
    expect(await agency.send()).toBe('sent');
    expect(agency.sent).toHaveLength(1);
  });

  it('is sent late when the first try fails', async () => {
    agency.refuses = 2;
    await expect(agency.send()).rejects.toThrow('SNS is out');
    await expect(agency.send()).rejects.toThrow('SNS is out');
    agency.now = new Date(THURSDAY.getTime() + 3_600_000);
    expect([await agency.send(), await agency.send()]).toEqual(['sent', 'already']);
  });

  it('is sent late when the first invocation died on the way', async () => {
    agency.meanwhile = () => new Promise(() => undefined);
    void agency.send();
    await new Promise(setImmediate);
    agency.meanwhile = () => Promise.resolve();
    expect(await agency.send()).toBe('already');
    agency.now = new Date(THURSDAY.getTime() + 61_000);
    expect(await agency.send()).toBe('sent');
  });

  it('what comes to wait after the hour waits for the next day', async () => {
    const quiet = new Agency();
    expect(await quiet.send()).toBe('nothing to say');
    await quiet.fails('1', 'CLIENTIFY_REFUSED', '2026-11-26T07:30:00.000Z');
    quiet.now = new Date(THURSDAY.getTime() + 3_600_000);
    expect(await quiet.send()).toBe('already');
  });
});

describe('the function', () => {
  const surroundings = {
    AGENCY: 'acme',
    LETTER_TOPIC_ARN: 'arn:topic',
    LETTER_LANGUAGE: 'es',
    LETTER_WEEKLY: 'false',
    CONSOLE_ORIGIN: '',
  };

  it('writes the letter that its environment asks for, and logs how it ended', async () => {
    await agency.fails('1', 'CLIENTIFY_REFUSED', '2026-11-22T23:30:00.000Z');
    const lines: unknown[] = [];
    const note = (...line: unknown[]): void => void lines.push(line);
    const log = { info: note, warn: note, error: note };
    const handler = handlerOn(() => agency.ports, surroundings, log);
    expect([await handler(), await handler()]).toEqual(['sent', 'already']);
    expect(agency.sent[0]?.text).toContain('cli failures');
    expect(lines).toEqual([
      ['the letter of the day', { end: 'sent' }],
      ['the letter of the day', { end: 'already' }],
    ]);
  });
});
