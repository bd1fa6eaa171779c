import type { Context } from 'hono';
import * as z from 'zod';
import { MAX_NAMED, workSchema, type Work, type WorkKind } from '../ports/asked';
import { SUBJECTS } from '../sync/decision';
import { paths } from './paths';
import type { ConsolePorts } from './ports';
import type { ConsoleEnv } from './session/person';

/** What a form asks for, in the words of the use case; null where it lacks something. */
type Read = (form: FormData) => Work | null;

const text = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
};

const named = z
  .string()
  .regex(/^[a-z]+:\d{1,19}$/)
  .transform((key) => {
    const [entity = '', id = ''] = key.split(':');
    return { entity, id };
  })
  .pipe(z.object({ entity: z.enum(SUBJECTS), id: z.string() }));

const asWork = (work: unknown): Work | null => workSchema.safeParse(work).data ?? null;

/** One record, those that are marked, or all of a reason. */
const readRetry: Read = (form) => {
  const reason = text(form, 'motivo');
  if (reason !== undefined) return asWork({ do: 'redrive', all: false, reason });
  const alone = text(form, 'solo');
  const keys = alone === undefined ? form.getAll('registro') : [alone];
  const records = z.array(named).min(1).max(MAX_NAMED).safeParse(keys).data;
  return records === undefined ? null : asWork({ do: 'look-again', records });
};

const READ = {
  retry: readRetry,
  sync: (form) => {
    const subject = named.safeParse(text(form, 'registro')).data;
    return subject === undefined ? null : asWork({ do: 'sync', ...subject });
  },
  cancel: (form) => asWork({ do: 'cancel', runId: text(form, 'ejecucion') }),
  confirm: (form) => asWork({ do: 'confirm', runId: text(form, 'ejecucion') }),
  reject: (form) => asWork({ do: 'reject', runId: text(form, 'ejecucion') }),
  undo: (form) =>
    asWork({
      do: 'undo',
      runId: text(form, 'ejecucion'),
      dryRun: text(form, 'ensayo') !== 'no',
    }),
  /** Whoever resumes has seen one halt, and no other. */
  resume: (form) => {
    const [clientId, since] = [text(form, 'parada'), text(form, 'desde')];
    return clientId === undefined ? null : asWork({ do: 'resume', halt: { clientId, since } });
  },
  doctor: (form) => ({ do: 'doctor', quick: text(form, 'rapida') !== 'no' }),
  'webhook-status': () => ({ do: 'webhook-status' }),
  'webhook-register': () => ({ do: 'webhook-register' }),
  'webhook-remove': () => ({ do: 'webhook-remove' }),
  choices: () => ({ do: 'choices' }),
  rehearse: (form) => asWork({ do: 'rehearse', mode: text(form, 'modo') }),
  'rehearse-record': (form) => {
    const [entity, id] = text(form, 'registro')?.split(':') ?? [];
    return asWork({ do: 'rehearse-record', entity, id });
  },
  /** Whoever asks types the id once more. */
  forget: (form) =>
    text(form, 'cliente') === text(form, 'escrito')?.trim()
      ? asWork({ do: 'forget', client: text(form, 'cliente') })
      : null,
  compare: (form) => asWork({ do: 'compare', client: text(form, 'cliente') }),
  choose: (form) =>
    asWork({
      do: 'choose',
      client: text(form, 'cliente'),
      field: text(form, 'campo'),
      winner: text(form, 'lado'),
      seen: { giav: text(form, 'vistoGiav'), clientify: text(form, 'vistoClientify') },
    }),
  restore: (form) =>
    asWork({
      do: 'restore',
      client: text(form, 'cliente'),
      field: text(form, 'campo'),
      at: text(form, 'de'),
    }),
} as const satisfies Readonly<Record<string, Read>>;
export type Asking = keyof typeof READ;
/** What is asked for by a form and nothing else. */
export const ASKED = (Object.keys(READ) as Asking[]).filter((what) => what !== 'forget');

/** Ids and codes, for the register of activity. */
function aboutOf(work: Work): string {
  switch (work.do) {
    case 'redrive':
      return work.reason ?? '';
    case 'look-again':
      return work.records.length === 1
        ? work.records.map(({ entity, id }) => `${entity} ${id}`).join('')
        : String(work.records.length);
    case 'sync':
      return `${work.entity} ${work.id}`;
    case 'cancel':
    case 'confirm':
    case 'reject':
    case 'undo':
      return work.runId;
    case 'rehearse-record':
      return `${work.entity} ${work.id}`;
    case 'resume':
      return work.halt === undefined ? '' : `client ${work.halt.clientId}`;
    case 'forget':
    case 'compare':
      return `client ${work.client}`;
    case 'choose':
      return `client ${work.client}, ${work.field}: ${work.winner}`;
    case 'restore':
      return `client ${work.client}, ${work.field}`;
    case 'rehearse':
      return work.settings === undefined ? work.mode : `${work.mode}, ${work.settings.after + 1}`;
    // What somebody types there may be anything.
    case 'find-expediente':
    case 'doctor':
    case 'choices':
    case 'webhook-status':
    case 'webhook-register':
    case 'webhook-remove':
      return '';
  }
}

/** Puts a piece of work before whoever holds the keys, and leads to the page that waits for what comes of it. */
export async function askFor(
  ports: Pick<ConsolePorts, 'now' | 'newId' | 'activity' | 'desk'>,
  c: Context<ConsoleEnv>,
  /** For the register of activity. */
  what: Asking | WorkKind,
  work: Work,
): Promise<Response> {
  const at = ports.now().toISOString();
  const { id: by } = c.get('person');
  const id = ports.newId();
  // First the line: what somebody did without a trace is worse than a trace of what did not come about.
  await ports.activity.note({ at, who: by, what, about: aboutOf(work) });
  await ports.desk.ask({ v: 1, kind: 'asked', id, by, at, work });
  return c.redirect(paths.work(id), 303);
}

/** Actions that need a key, or rights that the console has not: they are asked for, and their page waits for the answer. */
export const ask =
  (
    ports: ConsolePorts,
    what: Asking,
    invalid: (c: Context<ConsoleEnv>) => Response | Promise<Response>,
  ) =>
  async (c: Context<ConsoleEnv>): Promise<Response> => {
    const work = READ[what](await c.req.formData());
    if (work === null) return invalid(c);
    return askFor(ports, c, what, work);
  };

const mode = z.enum(['full', 'modified']);

/** Starts a run through the run queue, as the schedule does. */
export const start =
  (ports: ConsolePorts, invalid: (c: Context<ConsoleEnv>) => Response | Promise<Response>) =>
  async (c: Context<ConsoleEnv>): Promise<Response> => {
    const wanted = mode.safeParse(text(await c.req.formData(), 'modo')).data;
    if (wanted === undefined) return invalid(c);
    const at = ports.now().toISOString();
    const runId = ports.newRunId();
    await ports.activity.note({
      at,
      who: c.get('person').id,
      what: 'start',
      about: `${wanted} ${runId}`,
    });
    await ports.runQueue.send({ v: 1, kind: 'start', mode: wanted, runId });
    return c.redirect(paths.run(runId), 303);
  };
