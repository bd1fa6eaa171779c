import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { choicesSchema } from '../../admin/choices-schema';
import { TOO_LONG, type Answer } from '../../ports/asked';
import type { Remedy } from '../../admin/doctor/remedies';
import { Notice, RecordLink } from '../components/parts';
import { paths } from '../paths';
import { REMEDIES_EN } from '../texts/refusals';
import type { View } from '../view';
import { Chosen, Compared } from './compared';
import { Forgotten } from './forget';
import { RehearsalResult } from './rehearsal';
import { SlotsGivenBack, SlotsTaken } from './slots';
import { SyncedNow } from './synced';

const redriven = z.object({ records: z.number(), runs: z.array(z.string()) });
const cancelled = z.object({ read: z.number(), left: z.number() });
const resumed = z.object({ left: z.object({ clientId: z.string() }).nullable() });
const restored = z.object({ field: z.string(), goesToGiav: z.boolean() });
const said = z.object({ finding: z.string(), action: z.string() });
const remedySchema = z.object({
  code: z.enum(Object.keys(REMEDIES_EN) as [Remedy, ...Remedy[]]),
  about: z.string(),
});
const diagnosis = z.object({
  checks: z.array(
    said.extend({
      system: z.string(),
      id: z.string(),
      level: z.enum(['ok', 'warning', 'error']),
      es: said,
      // Of a newer version: the sentence is there.
      remedy: remedySchema.optional().catch(undefined),
    }),
  ),
});
interface Props {
  readonly view: View;
  /** Of the request. */
  readonly id: string;
  readonly result: unknown;
}

const Redriven: FC<Props> = ({ view, result }) => {
  const { records, runs } = redriven.parse(result);
  return (
    <Notice kind="good" title={view.t.work.redriven(records)}>
      {runs.map((id) => (
        <p>
          <a class="button" href={paths.run(id)}>
            {view.t.work.followRun}
          </a>
        </p>
      ))}
    </Notice>
  );
};

const Cancelled: FC<Props> = ({ view, result }) => {
  const { read, left } = cancelled.parse(result);
  return <Notice kind="good" title={view.t.work.cancelled(read, left)} />;
};

const Resumed: FC<Props> = ({ view, result }) => {
  const { left } = resumed.parse(result);
  return left === null ? (
    <Notice kind="good" title={view.t.work.resumed} />
  ) : (
    <Notice kind="warning" title={view.t.work.stillHalted(left.clientId)}>
      {/^\d+$/.test(left.clientId) ? (
        <RecordLink view={view} entity="client" id={left.clientId} />
      ) : null}
    </Notice>
  );
};

const Restored: FC<Props> = ({ view, result }) => {
  const { field, goesToGiav } = restored.parse(result);
  return <Notice kind="good" title={view.t.work.restored(field, goesToGiav)} />;
};

const TONES = { ok: 'good', warning: 'warning', error: 'bad' } as const;

const Diagnosis: FC<Props> = ({ view, result }) => {
  const { t, language } = view;
  const { checks } = diagnosis.parse(result);
  const countOf = (level: keyof typeof TONES): number =>
    checks.filter((check) => check.level === level).length;
  const worst = (['error', 'warning'] as const).find((level) => countOf(level) > 0) ?? 'ok';
  return (
    <>
      <Notice
        kind={TONES[worst]}
        title={t.work.checked(countOf('ok'), countOf('warning'), countOf('error'))}
      />
      {(['error', 'warning', 'ok'] as const).flatMap((level) =>
        checks
          .filter((check) => check.level === level)
          .map((check) => {
            const { finding, action } = language === 'es' ? check.es : check;
            const { remedy } = check;
            const todo = remedy ? t.remedies[remedy.code](remedy.about) : action;
            return (
              <section class={`card ${TONES[level]}`}>
                <h2>
                  <span class={`tag ${TONES[level]}`}>{t.work.levels[level]}</span>{' '}
                  {`${check.system}: ${check.id}`}
                </h2>
                <p>{finding}</p>
                {todo === '' ? null : <p>{`→ ${todo}`}</p>}
              </section>
            );
          }),
      )}
    </>
  );
};

const numbered = z.array(z.object({ id: z.string(), number: z.string(), client: z.string() }));

const Numbered: FC<Props> = ({ view, result }) => {
  const { t } = view;
  const found = numbered.parse(result);
  if (found.length === 0) return <Notice kind="warning" title={t.work.noNumber} />;
  return (
    <Notice kind="good" title={t.work.numbered}>
      {found.map(({ id, number, client }) => (
        <p>
          {number}: <RecordLink view={view} entity="expediente" id={id} />,{' '}
          <RecordLink view={view} entity="client" id={client} />
        </p>
      ))}
    </Notice>
  );
};

const heldRun = z.object({ runId: z.string() });
const undone = z.object({
  runId: z.string(),
  dryRun: z.boolean(),
  touched: z.number(),
  changed: z.number(),
  kept: z.number(),
});

const FollowRun: FC<{ readonly view: View; readonly id: string }> = ({ view, id }) => (
  <p>
    <a class="button" href={paths.run(id)}>
      {view.t.work.followRun}
    </a>
  </p>
);

const Answered =
  (says: 'confirmed' | 'rejected'): FC<Props> =>
  ({ view, result }) => {
    const { runId } = heldRun.parse(result);
    return (
      <Notice kind="good" title={view.words.held[says](runId)}>
        <FollowRun view={view} id={runId} />
      </Notice>
    );
  };

const Undone: FC<Props> = ({ view, result }) => {
  const { runId, dryRun, touched, changed, kept } = undone.parse(result);
  const { wouldBe, done } = view.words.undo;
  return (
    <Notice kind="good" title={(dryRun ? wouldBe : done)(changed, touched, kept)}>
      <FollowRun view={view} id={runId} />
    </Notice>
  );
};

const ChoicesRead: FC<Props> = ({ view, id, result }) => {
  const { t } = view;
  const { states, pipelines } = choicesSchema.parse(result);
  const stages = pipelines.reduce((sum, pipeline) => sum + pipeline.stages.length, 0);
  return (
    <Notice kind="good" title={t.edit.listsRead}>
      <p>{t.edit.listsReadMeans(states.length, stages)}</p>
      <p>
        <a class="button" href={paths.editWith(id)}>
          {t.edit.goOn}
        </a>
      </p>
    </Notice>
  );
};

const RESULTS: Readonly<Record<string, FC<Props>>> = {
  redrive: Redriven,
  'look-again': Redriven,
  sync: SyncedNow,
  'find-expediente': Numbered,
  cancel: Cancelled,
  confirm: Answered('confirmed'),
  reject: Answered('rejected'),
  undo: Undone,
  resume: Resumed,
  restore: Restored,
  doctor: Diagnosis,
  compare: Compared,
  choose: Chosen,
  'webhook-status': SlotsTaken,
  'webhook-register': SlotsTaken,
  'webhook-remove': SlotsGivenBack,
  choices: ChoicesRead,
  rehearse: RehearsalResult,
  'rehearse-record': RehearsalResult,
  forget: Forgotten,
};

/** What a piece of work answered; no more than that it is done where another version answered in words of its own. */
export const Result: FC<{ readonly view: View; readonly answer: Answer }> = ({ view, answer }) => {
  const shown = RESULTS[answer.do];
  const done = <Notice kind="good" title={view.t.work.done} />;
  if (answer.result === TOO_LONG) return <Notice kind="warning" title={view.t.work.tooLong} />;
  if (shown === undefined) return done;
  try {
    // Here and not as an element: it reads the answer, and whatever it is, its page has to be there.
    return shown({ view, id: answer.id, result: answer.result });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return done;
  }
};
