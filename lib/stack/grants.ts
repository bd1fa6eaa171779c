import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { DRIVEN, type Called, type Rights } from './rights';

/** Where what is called is: ARNs, as a policy names them. */
export type Places = Readonly<Partial<Record<Called, string>>>;

/** Exactly these actions on exactly these resources. CDK's own grants give more than is ever called. */
export function allow(grantee: iam.IGrantable, rights: Rights, places: Places): void {
  for (const [called, actions] of Object.entries(rights)) {
    const arn = places[called as Called];
    if (arn === undefined) throw new Error(`a right on ${called}, which the stack does not have`);
    iam.Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [arn] });
  }
}

/** The queue hands its messages over to the function. */
export function drive(
  fn: lambda.Function,
  queue: sqs.Queue,
  options: Partial<lambda.EventSourceMappingOptions>,
): void {
  // Named as CDK's SqsEventSource would name it: under another name a second mapping of both would be made, and refused.
  fn.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
    ...options,
    eventSourceArn: queue.queueArn,
  });
  iam.Grant.addToPrincipal({ grantee: fn, actions: DRIVEN, resourceArns: [queue.queueArn] });
}
