import { sidesOf, takeBase } from '../../lib/sync/base';
import type { Changes } from '../../lib/sync/changes';
import { decide } from '../../lib/sync/decide';
import { acceptedOf } from '../../lib/sync/accepted';
import type { Desired, Target } from '../../lib/sync/target';

const RULES = {
  wayBack: 'off',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
  fullRun: true,
} as const;

/** What a run would send to bring a record to what it should be; `before`: what it was made of, when both were in step. */
export function changesOf(desired: Desired, target: Target, before?: Desired): Changes {
  const base = before ? takeBase(sidesOf(before, target, null)) : null;
  const sent = new Set([
    ...Object.keys(desired.fields),
    ...Object.keys(desired.customFields).map((name) => `cf_${name}`),
  ]);
  const accepted = before ? acceptedOf(before, sent, target) : {};
  return decide(sidesOf(desired, target, base), base, { ...RULES, accepted, now: new Date(0) })
    .changes;
}
