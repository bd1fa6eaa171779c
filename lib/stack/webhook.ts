import { Duration, Validations } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTION_SECONDS } from '../sync/budget';
import { addStage } from './access-log';
import { BundledFunction } from './bundled-function';
import { allow } from './grants';
import { RIGHTS } from './rights';

export interface WebhookProps {
  readonly changes: sqs.Queue;
  readonly agency: string;
}

/**
 * A burst of hooks is taken whole: an import in Clientify saves hundreds of records in a second. A flood that goes on costs
 * less than 5 USD a day (docs/cost.md); what is refused meanwhile the next search finds.
 */
const THROTTLE = { rateLimit: 25, burstLimit: 1000 } as const;

/** The address that Clientify calls. Its function may put hints on the queue and read its own secret, nothing else. */
export class Webhook extends Construct {
  readonly api: api.HttpApi;
  readonly fn: BundledFunction;
  /** Without the secret. */
  readonly url: string;
  /** `current`, and during a rotation `previous`. */
  readonly secret: secrets.Secret;

  constructor(scope: Construct, id: string, { changes, agency }: WebhookProps) {
    super(scope, id);
    this.secret = this.rotatedByPeople(agency);
    this.fn = new BundledFunction(
      this,
      'webhook',
      // With a processor that loads it well within a second (ADR 17).
      { timeout: Duration.seconds(FUNCTION_SECONDS.webhook), memorySize: 1024 },
      {
        CHANGE_QUEUE_URL: changes.queueUrl,
        WEBHOOK_SECRET_ID: this.secret.secretArn,
        AGENCY: agency,
      },
    );
    allow(this.fn, RIGHTS.webhook, {
      changes: changes.queueArn,
      'secret webhook': this.secret.secretArn,
    });
    this.api = new api.HttpApi(this, 'Api', {
      createDefaultStage: false,
      description: `Webhook of giav-clientify (${agency})`,
    });
    addStage(this, this.api, { throttle: THROTTLE, logs: `${agency}/webhook` });
    const integration = new HttpLambdaIntegration('Function', this.fn);
    for (const path of ['/clientify', '/clientify/{secret}'])
      this.api.addRoutes({ path, methods: [api.HttpMethod.ANY], integration });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Clientify can neither sign nor fetch a token: the function compares a secret in constant time (clientify.md, W7) and only takes a hint.',
    });
    this.url = `${this.api.apiEndpoint}/clientify`;
  }

  private rotatedByPeople(agency: string): secrets.Secret {
    const secret = new secrets.Secret(this, 'Secret', {
      description: `Secret of the webhook of giav-clientify (${agency})`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        excludePunctuation: true,
        passwordLength: 40,
      },
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Clientify keeps a copy that no AWS service can change: it is rotated by a person, with two valid secrets meanwhile (docs/runbook.md).',
    });
    return secret;
  }
}
