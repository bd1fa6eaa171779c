import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { CONSOLE_BASE } from '../console/session/paths';
import { FUNCTION_SECONDS } from '../sync/budget';
import { addStage } from './access-log';
import { BundledFunction } from './bundled-function';
import { ConsoleUsers } from './console-users';
import type { SyncQueues } from './queues';

export interface ConsoleProps {
  readonly agency: string;
  readonly table: dynamodb.Table;
  readonly queues: SyncQueues;
  readonly settings: ssm.StringParameter;
  /**
   * Key of the Documentos that the table stores: a typed one is looked up by its hash. Begun sign-ins are sealed with
   * another key that is derived from it: a secret of their own would cost as much as all of the deployment's messages.
   */
  readonly documentoKey: secrets.ISecret;
  /** What Clientify calls, without its secret; undefined where nothing listens. */
  readonly webhookUrl?: string;
}

/** What the people of an agency need; a stranger's flood stops here. */
const THROTTLE = { rateLimit: 20, burstLimit: 100 } as const;

/**
 * The agency's pages. Their API is their own: a flood, or the errors of a page, neither throttle the webhook nor raise its
 * alarms. The function reads the state and sends to the run queue; in the table it writes sessions and settings and nothing
 * else, so that no line of the audit, no link and no decision can be changed by it. It holds the key of neither system.
 */
export class Console extends Construct {
  readonly fn: BundledFunction;
  /** Its address, without a path. */
  readonly origin: string;
  /** With the path of the first page. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ConsoleProps) {
    super(scope, id);
    const { agency, table, queues, settings, documentoKey, webhookUrl } = props;
    const httpApi = new api.HttpApi(this, 'Api', {
      createDefaultStage: false,
      description: `Console of giav-clientify (${agency})`,
    });
    addStage(this, httpApi, { throttle: THROTTLE, logs: `${agency}/console` });
    const origin = httpApi.apiEndpoint;
    this.origin = origin;
    const users = new ConsoleUsers(this, 'Users', { agency, origin, base: CONSOLE_BASE });
    this.fn = new BundledFunction(
      this,
      'console',
      // A page in well under 150 ms of it, and a cold start that nobody waits for long.
      { timeout: Duration.seconds(FUNCTION_SECONDS.console), memorySize: 1024 },
      {
        TABLE_NAME: table.tableName,
        RUN_QUEUE_URL: queues.runs.queueUrl,
        CHANGE_QUEUE_URL: queues.changes.queueUrl,
        WORK_QUEUE_URL: queues.work.queueUrl,
        DEAD_LETTER_QUEUE_URL: queues.deadLetter.queueUrl,
        AGENCY: agency,
        SYNC_CONFIG_PARAMETER: settings.parameterName,
        DOCUMENTO_SECRET_ID: documentoKey.secretArn,
        CONSOLE_ORIGIN: origin,
        CONSOLE_LOGIN_URL: users.loginUrl,
        CONSOLE_USER_POOL_ID: users.pool.userPoolId,
        CONSOLE_CLIENT_ID: users.client.userPoolClientId,
        ...(webhookUrl !== undefined && { WEBHOOK_URL: webhookUrl }),
      },
    );
    this.grant(props);
    this.route(httpApi);
    this.url = `${origin}${CONSOLE_BASE}`;
    new CfnOutput(this, 'Url', { value: this.url }).overrideLogicalId('ConsoleUrl');
  }

  private route(httpApi: api.HttpApi): void {
    const integration = new HttpLambdaIntegration('Function', this.fn);
    for (const path of ['/', CONSOLE_BASE, `${CONSOLE_BASE}/{proxy+}`])
      httpApi.addRoutes({ path, methods: [api.HttpMethod.GET, api.HttpMethod.POST], integration });
    Validations.of(httpApi).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'A browser sends a cookie, which no authorizer of an HTTP API reads: the function looks at it before anything else.',
    });
  }

  private grant({ table, queues, settings, documentoKey }: ConsoleProps): void {
    const { fn } = this;
    const allow = (
      actions: string[],
      resourceArns: string[],
      conditions?: Record<string, Record<string, unknown>>,
    ): void => {
      iam.Grant.addToPrincipal({ grantee: fn, actions, resourceArns, conditions });
    };
    const inPartitions = (...partitions: string[]) => ({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      // A request that names no key at all would pass the other one.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
    allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [table.tableArn]);
    allow(
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      [table.tableArn],
      inPartitions('SESSION#*'),
    );
    // Versions are added; nothing takes one away.
    allow(['dynamodb:PutItem'], [table.tableArn], inPartitions('SETTINGS'));
    // Whatever is asked for waits there; how much waits elsewhere its pages read in the state.
    allow(['sqs:SendMessage'], [queues.runs.queueArn]);
    allow(['ssm:GetParameter'], [settings.parameterArn]);
    allow(['secretsmanager:GetSecretValue'], [documentoKey.secretArn]);
  }
}
