import type { SyncConfig } from '../config/schema';

/** What starts by itself: a message for a queue, at the times of a crontab line (Europe/Madrid) or every so many minutes. */
export interface Scheduled {
  readonly name: 'FullRun' | 'ModifiedRun' | 'Reconcile';
  readonly description: string;
  readonly at: { readonly cron: string } | { readonly everyMinutes: number };
  readonly queue: 'runs' | 'reconcile';
  readonly message: object;
  /** A message that could not be delivered for so long is dropped. */
  readonly maxAgeMinutes: number;
}

/** The schedules of a deployment with these settings. */
export function schedulesOf(
  config: Pick<SyncConfig, 'full' | 'modified' | 'writeBack'>,
): Scheduled[] {
  const list: Scheduled[] = [];
  if (config.full.cron !== null)
    list.push({
      name: 'FullRun',
      description: 'Full run',
      at: { cron: config.full.cron },
      queue: 'runs',
      message: { v: 1, kind: 'start', mode: 'full' },
      maxAgeMinutes: 60,
    });
  const { everyMinutes } = config.modified;
  if (everyMinutes > 0)
    list.push({
      name: 'ModifiedRun',
      description: 'Modified run',
      at: { everyMinutes },
      queue: 'runs',
      message: { v: 1, kind: 'start', mode: 'modified' },
      maxAgeMinutes: Math.max(1, everyMinutes),
    });
  const { mode, reconcileMinutes } = config.writeBack;
  if (mode !== 'off' && reconcileMinutes > 0)
    list.push({
      name: 'Reconcile',
      description: 'Search of Clientify for changes whose webhook was lost',
      at: { everyMinutes: reconcileMinutes },
      queue: 'reconcile',
      message: { v: 1, kind: 'reconcile' },
      maxAgeMinutes: reconcileMinutes,
    });
  return list;
}
