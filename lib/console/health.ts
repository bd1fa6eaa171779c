import { spoken } from '../admin/language';
import type { Today } from '../admin/today';
import { shownAt, type View } from './view';

/** Why GIAV is waited for, and until when; null = it answers. */
export function giavTrouble({ running }: Pick<Today, 'running'>, view: View): string | null {
  const paused = running?.progress.paused;
  if (!paused) return null;
  const { t, language } = view;
  return t.today.giavOut(
    spoken(paused.why, paused.es, language),
    shownAt(paused.until, 'time', language),
  );
}

/** The same of Clientify. */
export function clientifyTrouble({ pause }: Pick<Today, 'pause'>, view: View): string | null {
  if (pause === null) return null;
  const until = shownAt(pause.until, 'time', view.language);
  const { clientifyOut, clientifySlow } = view.t.today;
  return (pause.why === 'outage' ? clientifyOut : clientifySlow)(until);
}

/** Why the way back writes nothing. */
export function haltText(halted: NonNullable<Today['halted']>, view: View): string {
  const since = shownAt(halted.since, 'moment', view.language);
  return halted.because === 'too-many'
    ? view.t.today.heldBack(since)
    : view.t.today.halted(halted.clientId, since);
}
