import { Duration } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function';

export interface WebhookProps {
  readonly changes: sqs.Queue;
  readonly agency: string;
}

/** A burst of hooks is taken whole: an import in Clientify saves hundreds of records in a second. */
const THROTTLE = { rateLimit: 500, burstLimit: 1000 } as const;

/** The address that Clientify calls. Its function may put hints on the queue and read its own secret, nothing else. */
export class Webhook extends Construct {
  readonly api: api.HttpApi;
  /** Without the secret. */
  readonly url: string;
  /** `current`, and during a rotation `previous`. */
  readonly secret: secrets.Secret;

  constructor(scope: Construct, id: string, { changes, agency }: WebhookProps) {
    super(scope, id);
    this.secret = new secrets.Secret(this, 'Secret', {
      description: `Secret of the webhook of giav-clientify (${agency})`,
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'current', excludePunctuation: true, passwordLength: 40 },
    });
    const fn = new BundledFunction(
      this,
      'webhook',
      { timeout: Duration.seconds(10), memorySize: 256 },
      {
        CHANGE_QUEUE_URL: changes.queueUrl,
        WEBHOOK_SECRET_ID: this.secret.secretArn,
        AGENCY: agency,
      },
    );
    this.secret.grantRead(fn);
    changes.grantSendMessages(fn);
    this.api = new api.HttpApi(this, 'Api', { createDefaultStage: false, description: `Webhook of giav-clientify (${agency})` });
    this.api.addStage('Stage', { stageName: '$default', autoDeploy: true, throttle: THROTTLE });
    const integration = new HttpLambdaIntegration('Function', fn);
    for (const path of ['/clientify', '/clientify/{secret}']) this.api.addRoutes({ path, methods: [api.HttpMethod.ANY], integration });
    this.url = `${this.api.apiEndpoint}/clientify`;
  }
}
