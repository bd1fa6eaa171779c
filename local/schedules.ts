import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { CronExpressionParser } from 'cron-parser';
import type { Template } from './template';

const LONGEST_TIMER_MS = 2_147_483_647;

/** Milliseconds until a schedule of EventBridge Scheduler is next due; null for an expression that the stack does not use. */
export function nextDue(
  expression: string,
  zone: string,
  now: Date,
  scale: (seconds: number) => number = (seconds) => seconds,
): number | null {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate)
    return (
      1000 *
      scale(
        Number(rate[1]) *
          { minute: 60, hour: 3600, day: 86_400 }[rate[2] as 'minute' | 'hour' | 'day'],
      )
    );
  // Five fields and a year, which the stack leaves open.
  const fields = /^cron\((\S+ \S+ \S+ \S+ \S+) \*\)$/.exec(expression)?.[1];
  if (fields === undefined) return null;
  const next = CronExpressionParser.parse(fields, { tz: zone, currentDate: now }).next();
  return next.getTime() - now.getTime();
}

/** As the template describes one. */
interface Schedule {
  readonly Description?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly Target: {
    readonly Arn: { readonly 'Fn::GetAtt': readonly [string, string] };
    readonly Input: string;
  };
}

/** The stack's schedules on this machine: each sends its input to its queue. */
export class Schedules {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly template: Template,
    private readonly sqs: SQSClient,
    /** Seconds of the template as they are here; times of a calendar stay. */
    private readonly scale: (seconds: number) => number = (seconds) => seconds,
  ) {}

  start(onDue: (description: string) => void): void {
    for (const [, { Properties }] of this.template.ofType('AWS::Scheduler::Schedule'))
      this.await(Properties as unknown as Schedule, onDue);
  }

  /** Sends its input when it is due next, and so on. */
  private await(schedule: Schedule, onDue: (description: string) => void): void {
    const { Description, ScheduleExpression, ScheduleExpressionTimezone = 'UTC' } = schedule;
    const wait = nextDue(ScheduleExpression, ScheduleExpressionTimezone, new Date(), this.scale);
    if (wait === null) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        // A timer cannot wait for longer: looked at again on the way.
        if (wait <= LONGEST_TIMER_MS) {
          onDue(Description ?? ScheduleExpression);
          this.send(schedule);
        }
        this.await(schedule, onDue);
      },
      Math.min(wait, LONGEST_TIMER_MS),
    );
    this.timers.add(timer);
  }

  private send({ Target: { Arn, Input } }: Schedule): void {
    const QueueUrl = this.template.physical.get(Arn['Fn::GetAtt'][0])?.ref ?? '';
    void this.sqs
      .send(new SendMessageCommand({ QueueUrl, MessageBody: Input }))
      .catch(() => undefined);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
