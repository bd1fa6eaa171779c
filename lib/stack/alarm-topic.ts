import { ArnFormat, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** The topic of the alarms; whoever the parameter AlarmEmail names gets what it is told. */
export function alarmTopic(scope: Construct, agency: string): sns.Topic {
  const stack = Stack.of(scope);
  // Not encrypted at rest: CloudWatch cannot use the key of AWS, one of our own costs more than all else of a small
  // agency, and what an alarm says is its name and a number.
  const topic = new sns.Topic(scope, 'Topic', {
    displayName: `giav-clientify ${agency}`,
    enforceSSL: true,
  });
  const alarms = stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `giav-clientify-${agency}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { ArnLike: { 'aws:SourceArn': alarms } },
    }),
  );
  const email = new CfnParameter(stack, 'AlarmEmail', {
    type: 'String',
    default: '',
    description:
      'Who gets the alarms by e-mail (confirmed by a click in the first one); empty: nobody.',
    allowedPattern: '^$|^[^@ ]+@[^@ ]+$',
    constraintDescription: 'must be one e-mail address, or empty',
  });
  const wanted = new CfnCondition(stack, 'AlarmEmailGiven', {
    expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, '')),
  });
  const subscription = new sns.CfnSubscription(scope, 'Email', {
    topicArn: topic.topicArn,
    protocol: 'email',
    endpoint: email.valueAsString,
  });
  subscription.cfnOptions.condition = wanted;
  return topic;
}
