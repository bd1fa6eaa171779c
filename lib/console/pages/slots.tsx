import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { SyncConfig } from '../../config/schema';
import {
  slotCodeOf,
  slotReportSchema,
  type SlotReport,
  type SlotsSeen,
} from '../../ports/webhook-slots';
import { Choice, Notice, Press, Table, When } from '../components/parts';
import { paths } from '../paths';
import type { View } from '../view';

const resultSchema = z.object({ slots: z.array(slotReportSchema) });

const TONES: Readonly<Record<SlotReport['state'], string>> = {
  ours: 'good',
  free: 'warning',
  inactive: 'warning',
  foreign: 'warning',
  unknown: 'bad',
};

interface SlotTableProps {
  readonly view: View;
  readonly slots: readonly SlotReport[];
  /** Nobody wants them: a free one asks for nothing. */
  readonly unwanted: boolean;
}

const SlotTable: FC<SlotTableProps> = ({ view, slots, unwanted }) => {
  const { heads, entities, states, advice, title } = view.t.slots;
  return (
    <Table label={title} heads={heads}>
      {slots.map((slot) => {
        const code = slotCodeOf(slot);
        const asks = !unwanted || (slot.state !== 'free' && slot.state !== 'inactive');
        return (
          <tr>
            <td>{entities[slot.entity]}</td>
            <td>
              <span class={`tag ${TONES[slot.state]}`}>{states[code]}</span>
            </td>
            <td>{advice[asks ? code : 'ours'](slot)}</td>
          </tr>
        );
      })}
    </Table>
  );
};

interface CardProps {
  readonly view: View;
  readonly mode: SyncConfig['writeBack']['mode'];
  /** Without its secret; null where nothing listens. */
  readonly url: string | null;
  readonly seen: SlotsSeen | null;
}

const Buttons: FC<Pick<CardProps, 'view' | 'mode'>> = ({ view, mode }) => {
  const { look, register, registerMeans, remove, removeMeans } = view.t.slots;
  const { actions } = paths;
  return (
    <>
      <Press view={view} to={actions['webhook-status']} says={look} />
      {mode === 'off' ? null : (
        <Choice
          view={view}
          to={actions['webhook-register']}
          says={register}
          means={registerMeans}
          main
        />
      )}
      <Choice view={view} to={actions['webhook-remove']} says={remove} means={removeMeans} />
    </>
  );
};

/** What there is to say of them before any is shown. */
function introduction({ view, mode, url }: Pick<CardProps, 'view' | 'mode' | 'url'>): string {
  const { means, off, nowhere } = view.t.slots;
  if (mode === 'off') return off;
  return url === null ? nowhere : means;
}

/** Whose Clientify's webhook slots are, and what can be done about it. */
export const SlotsCard: FC<CardProps> = ({ view, mode, url, seen }) => {
  const { t } = view;
  const { title, address, neverSeen } = t.slots;
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{introduction({ view, mode, url })}</p>
      {url === null ? null : (
        <>
          <dl>
            <dt>{address}</dt>
            <dd>
              <code>{url}</code>
            </dd>
            <dt>{t.slots.seen}</dt>
            <dd>{seen === null ? neverSeen : <When view={view} at={seen.at} />}</dd>
          </dl>
          {seen === null ? null : (
            <SlotTable view={view} slots={seen.slots} unwanted={mode === 'off'} />
          )}
          {view.person.role === 'admin' ? (
            <Buttons view={view} mode={mode} />
          ) : (
            <p class="soft">{t.readerOnly}</p>
          )}
        </>
      )}
    </section>
  );
};

const isGiven = ({ state }: SlotReport): boolean => state === 'free' || state === 'foreign';

interface ResultProps {
  readonly view: View;
  readonly result: unknown;
}

/** What came of looking at the slots, of taking them or of giving them back. */
const slotsResult =
  (asked: 'taken' | 'given-back'): FC<ResultProps> =>
  ({ view, result }) => {
    const { slots } = resultSchema.parse(result);
    const { allOurs, notAll, givenBack, notGivenBack, back } = view.t.slots;
    const given = asked === 'given-back';
    const all = slots.every((slot) => (given ? isGiven(slot) : slot.state === 'ours'));
    const [well, otherwise] = given ? [givenBack, notGivenBack] : [allOurs, notAll];
    return (
      <>
        <Notice kind={all ? 'good' : 'warning'} title={all ? well : otherwise} />
        <SlotTable view={view} slots={slots} unwanted={given} />
        <p>
          <a class="button" href={paths.connection}>
            {back}
          </a>
        </p>
      </>
    );
  };

export const SlotsTaken = slotsResult('taken');
export const SlotsGivenBack = slotsResult('given-back');
