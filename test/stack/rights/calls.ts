/** One kind of call to AWS: who makes it, the action that IAM asks for, and the resource by the name that it has here. */
export interface AwsCall {
  readonly by: string;
  readonly action: string;
  /** `table`, `bus`, `settings`, `stack`, a queue or a secret: see `resources.ts`. */
  readonly on: string;
}

/** Calls, each kind once. */
export class Calls {
  private readonly known = new Map<string, AwsCall>();

  add(by: string, action: string, on: string): void {
    this.known.set(`${by} ${on} ${action}`, { by, action, on });
  }

  get all(): AwsCall[] {
    return [...this.known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call);
  }
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDBClient: 'dynamodb',
  SQSClient: 'sqs',
  SecretsManagerClient: 'secretsmanager',
  SSMClient: 'ssm',
  EventBridgeClient: 'events',
  SNSClient: 'sns',
  CloudFormationClient: 'cloudformation',
  CognitoIdentityProviderClient: 'cognito-idp',
};
/** Commands whose batch is allowed by the right to its single form. */
const BATCHES: Readonly<Record<string, string>> = { SendMessageBatch: 'SendMessage' };

/** What IAM calls a command of the SDK. */
export function actionOf(client: string, command: object): string {
  const service = SERVICES[client];
  if (service === undefined) throw new Error(`no service for ${client}`);
  const name = command.constructor.name.replace(/Command$/, '');
  return `${service}:${BATCHES[name] ?? name}`;
}
