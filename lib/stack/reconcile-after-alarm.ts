import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DELIVERY } from './rights';

export interface ReconcileAfterAlarmProps {
  readonly alarm: Alarm;
  readonly queue: Queue;
}

/** When the webhook works again, what was not told meanwhile is searched for at once. */
export class ReconcileAfterAlarm extends Construct {
  constructor(scope: Construct, id: string, { alarm, queue }: ReconcileAfterAlarmProps) {
    super(scope, id);
    const rule = new events.Rule(this, 'Rule', {
      description: 'The alarm of the webhook has ended: search Clientify for what was not told',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: [alarm.alarmArn],
        detail: { state: { value: ['OK'] }, previousState: { value: ['ALARM'] } },
      },
      targets: [
        {
          bind: () => ({
            arn: queue.queueArn,
            input: events.RuleTargetInput.fromObject({ v: 1, kind: 'reconcile' }),
          }),
        },
      ],
    });
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: [...DELIVERY],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  }
}
