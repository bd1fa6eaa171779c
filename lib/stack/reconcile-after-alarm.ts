import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface ReconcileAfterAlarmProps {
  readonly alarm: Alarm;
  readonly queue: Queue;
}

/** When the webhook works again, what was not told meanwhile is searched for at once. */
export class ReconcileAfterAlarm extends Construct {
  constructor(scope: Construct, id: string, { alarm, queue }: ReconcileAfterAlarmProps) {
    super(scope, id);
    new events.Rule(this, 'Rule', {
      description: 'The alarm of the webhook has ended: search Clientify for what was not told',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: [alarm.alarmArn],
        detail: { state: { value: ['OK'] }, previousState: { value: ['ALARM'] } },
      },
      targets: [
        new SqsQueue(queue, {
          message: events.RuleTargetInput.fromObject({ v: 1, kind: 'reconcile' }),
        }),
      ],
    });
  }
}
