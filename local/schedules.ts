import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DateTime } from 'luxon';
import type { Template } from './template';

/** Milliseconds until a schedule of EventBridge Scheduler is next due; null for an expression that the stack does not use. */
export function nextDue(expression: string, zone: string, now: Date): number | null {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return Number(rate[1]) * { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[rate[2] as 'minute' | 'hour' | 'day'];
  const daily = /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(expression);
  if (!daily) return null;
  const local = DateTime.fromJSDate(now, { zone });
  const today = local.set({ minute: Number(daily[1]), hour: Number(daily[2]), second: 0, millisecond: 0 });
  return (today > local ? today : today.plus({ days: 1 })).toMillis() - local.toMillis();
}

/** The stack's schedules on this machine: each sends its input to its queue. */
export class Schedules {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly template: Template,
    private readonly sqs: SQSClient,
  ) {}

  start(onDue: (description: string) => void): void {
    for (const [, schedule] of this.template.ofType('AWS::Scheduler::Schedule')) {
      const properties = schedule.Properties as {
        Description?: string;
        ScheduleExpression: string;
        ScheduleExpressionTimezone?: string;
        Target: { Arn: { 'Fn::GetAtt': [string, string] }; Input: string };
      };
      const queueUrl = this.template.physical.get(properties.Target.Arn['Fn::GetAtt'][0])?.ref ?? '';
      const again = (): void => {
        const wait = nextDue(properties.ScheduleExpression, properties.ScheduleExpressionTimezone ?? 'UTC', new Date());
        if (wait === null) return;
        const timer = setTimeout(() => {
          this.timers.delete(timer);
          onDue(properties.Description ?? properties.ScheduleExpression);
          void this.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: properties.Target.Input })).catch(() => undefined);
          again();
        }, wait);
        this.timers.add(timer);
      };
      again();
    }
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
