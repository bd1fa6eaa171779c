import { RemovalPolicy } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Never the path: it may hold the secret of the webhook, or an id of the agency's records. */
const FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
  }),
);

/** The one stage of an API: throttled, with a log of its calls that ends after a month. */
export function addStage(
  scope: Construct,
  httpApi: api.HttpApi,
  {
    throttle,
    logs: name,
  }: {
    readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
    /** Name of the log: of the agency, and what it is of. */
    readonly logs: string;
  },
): void {
  const logGroup = new logs.LogGroup(scope, 'access-logs', {
    // Under this name AWS needs no entry of its own in the account's policy of logs, which holds about twenty.
    logGroupName: `/aws/vendedlogs/giav-clientify/${name}`,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  httpApi.addStage('Stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle,
    accessLogSettings: {
      destination: new api.LogGroupLogDestination(logGroup),
      format: FORMAT,
    },
  });
}
