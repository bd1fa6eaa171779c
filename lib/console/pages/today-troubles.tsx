import type { FC } from 'hono/jsx';
import { spoken } from '../../admin/language';
import type { Today } from '../../admin/today';
import { Notice } from '../components/parts';
import { clientifyTrouble, giavTrouble, haltText } from '../health';
import { paths } from '../paths';
import type { View } from '../view';
import { Resume } from './incident';

export interface Shown {
  readonly view: View;
  readonly today: Today;
  /** What people have changed of the settings does not fit: nothing is synced. */
  readonly unfit: boolean;
}

const Way: FC<{ readonly to: string; readonly says: string }> = ({ to, says }) => (
  <p>
    <a class="button" href={to}>
      {says}
    </a>
  </p>
);

const Unfit: FC<Shown> = ({ view: { t }, unfit }) =>
  unfit ? (
    <Notice kind="bad" title={t.edit.unfit}>
      <Way to={paths.settings} says={t.nav.settings} />
    </Notice>
  ) : null;

const RunHeld: FC<Shown> = ({ view: { t, words }, today: { running } }) => {
  const held = running?.run.held;
  return running && held ? (
    <Notice kind="warning" title={t.runs.held}>
      <p>{words.held.why(held.because, held)}</p>
      <Way to={paths.run(running.run.id)} says={t.runs.run} />
    </Notice>
  ) : null;
};

/** What ends a halt: its client is looked at; or, where it was too many clients, they are let through. */
const WayOut: FC<{ readonly view: View; readonly halt: NonNullable<Today['halted']> }> = ({
  view,
  halt,
}) => {
  const { haltedAction, heldBackMeans } = view.t.today;
  if (/^\d+$/.test(halt.clientId))
    return <Way to={paths.record('client', halt.clientId)} says={haltedAction} />;
  if (halt.because !== 'too-many') return null;
  return <Resume view={view} halt={halt} means={heldBackMeans} />;
};

const Halted: FC<Shown> = ({ view, today: { halted } }) => {
  const { t } = view;
  if (halted === null) return null;
  return (
    <Notice kind="bad" title={t.connection.halted}>
      <p>{haltText(halted, view)}</p>
      <WayOut view={view} halt={halted} />
    </Notice>
  );
};

const RunFailed: FC<Shown> = ({ view, today: { last } }) => {
  const { t, language } = view;
  if (last?.status !== 'failed') return null;
  const { id, error } = last;
  return (
    <Notice kind="bad" title={t.today.runFailed}>
      {error ? <p>{spoken(error.message, error.es, language)}</p> : null}
      <Way to={paths.run(id)} says={t.runs.run} />
    </Notice>
  );
};

const Silent: FC<Shown> = ({ view: { t }, today: { silent } }) =>
  silent ? (
    <Notice kind="bad" title={t.today.silent}>
      <p>{t.today.silentMeans}</p>
    </Notice>
  ) : null;

/** What either system is waited for, although nobody is needed; being asked to go slower is none. */
function outages({ view, today }: Shown): string[] {
  const { pause } = today;
  const clientify = pause?.why === 'outage' ? clientifyTrouble({ pause }, view) : null;
  return [giavTrouble(today, view), clientify].filter((text) => text !== null);
}

const Outages: FC<Shown> = (shown) => {
  const texts = outages(shown);
  return texts.length === 0 ? null : (
    <Notice kind="warning" title={shown.view.t.today.paused}>
      {texts.map((text) => (
        <p>{text}</p>
      ))}
    </Notice>
  );
};

/** Whether something stands still or has failed as a whole: then not all is well, even though no record waits. */
export const hasTrouble = (shown: Shown): boolean => {
  const { halted, running, last, silent } = shown.today;
  return (
    shown.unfit ||
    halted !== null ||
    Boolean(running?.run.held) ||
    last?.status === 'failed' ||
    silent ||
    outages(shown).length > 0
  );
};

/** Each with its own notice. */
export const Troubles: FC<Shown> = (shown) => (
  <>
    <Unfit {...shown} />
    <RunHeld {...shown} />
    <Halted {...shown} />
    <RunFailed {...shown} />
    <Silent {...shown} />
    <Outages {...shown} />
  </>
);
