import { Duration, TimeZone } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { SyncConfig } from '../config/schema';
import type { SyncQueues } from './queues';
import { DELIVERY } from './rights';
import { schedulesOf } from './schedule-list';
import { ScheduleTarget } from './schedule-target';

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

/** Weekdays of crontab (0 and 7 = Sunday), each by its name: EventBridge counts from 1 and knows no range over the week's end. */
export function weekDays(part: string): string | undefined {
  if (part === '*') return undefined;
  const [range = '', step = '1'] = part.split('/');
  const days = (range === '*' ? '0-6' : range).split(',').flatMap((piece) => {
    const [from = 0, to = from] = piece.split('-').map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at).filter(
      (day) => (day - from) % Number(step) === 0,
    );
  });
  return [...new Set(days.map((day) => WEEKDAYS[day % 7] ?? 'SUN'))].join(',');
}

/** Five crontab fields as EventBridge Scheduler wants them. */
export function scheduleOf(cron: string): scheduler.ScheduleExpression {
  const [minute, hour, day = '*', month, weekday = '*'] = cron.trim().split(/\s+/);
  const weekDay = weekDays(weekday);
  return scheduler.ScheduleExpression.cron({
    minute,
    hour,
    month,
    ...(weekDay === undefined ? { day } : { weekDay }),
    timeZone: TimeZone.EUROPE_MADRID,
  });
}

export interface SyncSchedulesProps {
  readonly config: SyncConfig;
  readonly queues: SyncQueues;
}

/** When runs and reconciliations start by themselves. */
export class SyncSchedules extends Construct {
  constructor(scope: Construct, id: string, { config, queues }: SyncSchedulesProps) {
    super(scope, id);
    for (const { name, description, at, queue, message, maxAgeMinutes } of schedulesOf(config)) {
      const to = queues[queue];
      if (to === undefined)
        throw new Error(`a schedule for ${queue}, which the stack does not have`);
      new scheduler.Schedule(this, name, {
        description,
        schedule:
          'cron' in at
            ? scheduleOf(at.cron)
            : scheduler.ScheduleExpression.rate(Duration.minutes(at.everyMinutes)),
        target: new ScheduleTarget(to.queueArn, DELIVERY, {
          input: scheduler.ScheduleTargetInput.fromObject(message),
          maxEventAge: Duration.minutes(maxAgeMinutes),
        }),
      });
    }
  }
}
