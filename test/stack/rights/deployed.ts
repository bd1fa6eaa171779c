import { z } from 'zod';

const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';
/** Of the people of a console: AWS makes the name. */
const USER_POOL = 'eu-west-1_Agency';
export { ACCOUNT, USER_POOL };

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
type Resource = z.infer<typeof resourceSchema>;
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Principal?: unknown;
}
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** Outputs that name what the product calls. */
const NAMED: Readonly<Record<string, string>> = {
  table: 'TableName',
  bus: 'EventBusName',
  runs: 'RunQueueUrl',
  work: 'WorkQueueUrl',
  changes: 'ChangeQueueUrl',
  reconcile: 'ReconcileQueueUrl',
  deadLetter: 'DeadLetterQueueUrl',
  runsDeadLetter: 'RunsDeadLetterQueueUrl',
  'secret webhook': 'WebhookSecretId',
};

const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** How AWS answers `Ref` and `Fn::GetAtt … Arn` of a resource, and with which name. */
const PHYSICAL: Readonly<Record<string, (name: string) => { ref: string; arn: string }>> = {
  'AWS::SQS::Queue': (name) => ({
    ref: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
    arn: arn('sqs', name),
  }),
  'AWS::DynamoDB::Table': (name) => ({ ref: name, arn: arn('dynamodb', `table/${name}`) }),
  'AWS::SecretsManager::Secret': (name) => {
    const whole = arn('secretsmanager', `secret:${name}-AbCdEf`);
    return { ref: whole, arn: whole };
  },
  'AWS::Events::EventBus': (name) => ({ ref: name, arn: arn('events', `event-bus/${name}`) }),
  'AWS::IAM::Role': (name) => ({ ref: name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` }),
  'AWS::SNS::Topic': (name) => ({ ref: arn('sns', name), arn: arn('sns', name) }),
  'AWS::KMS::Key': (name) => ({ ref: name, arn: arn('kms', `key/${name}`) }),
  'AWS::Lambda::Function': (name) => ({ ref: name, arn: arn('lambda', `function:${name}`) }),
  'AWS::Logs::LogGroup': (name) => ({ ref: name, arn: arn('logs', `log-group:${name}:*`) }),
  'AWS::CloudWatch::Alarm': (name) => ({ ref: name, arn: arn('cloudwatch', `alarm:${name}`) }),
  'AWS::Events::Rule': (name) => ({ ref: name, arn: arn('events', `rule/${name}`) }),
  'AWS::Scheduler::Schedule': (name) => ({
    ref: name,
    arn: arn('scheduler', `schedule/default/${name}`),
  }),
};

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The template as AWS would have deployed it: every reference is a name of AWS's making. */
export class Deployed {
  private readonly resources: Readonly<Record<string, Resource>>;
  private readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;

  constructor(
    template: unknown,
    readonly stack: string,
  ) {
    ({ Resources: this.resources, Outputs: this.outputs } = templateSchema.parse(template));
  }

  ofType(type: string): [string, Resource['Properties']][] {
    return Object.entries(this.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties }]) => [id, this.resolve(Properties) as Resource['Properties']]);
  }

  physical(id: string): { readonly ref: string; readonly arn: string } {
    const { Type, Properties } = this.resources[id] as Resource;
    const given = Properties['AlarmName'] ?? Properties['Name'];
    const fifo = Properties['FifoQueue'] === true ? '.fifo' : '';
    // Of a secret AWS does not name the stack.
    const begin = Type === 'AWS::SecretsManager::Secret' ? '' : `${this.stack}-`;
    const name = typeof given === 'string' ? given : `${begin}${id}-1A2B3C4D5E6F${fifo}`;
    return PHYSICAL[Type]?.(name) ?? { ref: name, arn: `${id}.Arn` };
  }

  /** ARN of what a call names. */
  arnOf(on: string): string {
    const output = NAMED[on];
    if (output !== undefined) {
      const { Ref: id = '' } = (this.outputs[output]?.Value ?? {}) as { Ref?: string };
      return this.physical(id).arn;
    }
    if (on === 'stack') return arn('cloudformation', `stack/${this.stack}/1a2b3c4d`);
    const agency = this.stack.replace(/^giav-clientify-/, '');
    if (on === 'settings') return arn('ssm', `parameter/giav-clientify/${agency}/sync-config`);
    if (on === 'people') return arn('cognito-idp', `userpool/${USER_POOL}`);
    if (on === 'letter') return this.only('AWS::SNS::Topic', 'LetterTopic');
    if (on === 'secret documento')
      return this.only('AWS::SecretsManager::Secret', 'DocumentoKeySecret');
    const [kind = '', name = ''] = on.split(' ');
    if (kind !== 'secret') throw new Error(`nothing is called ${on}`);
    return arn('secretsmanager', `secret:giav-clientify/${agency}/${name}-AbCdEf`);
  }

  /** How AWS names the one resource of a type. */
  refOf(type: string): string {
    const ids = Object.keys(this.resources).filter((id) => this.resources[id]?.Type === type);
    if (ids.length !== 1) throw new Error(`${ids.length} of ${type}`);
    return this.physical(ids[0] ?? '').ref;
  }

  /** What `Fn::GetAtt … QueueName` answers for the queue whose id begins so. */
  nameOfQueue(begin: string): string {
    return `${this.idOf('AWS::SQS::Queue', begin)}.QueueName`;
  }

  /** The name that a secret has here, by how a command names it. */
  secretOf(id: string): string {
    const known = ['secret webhook', 'secret documento', 'secret giav', 'secret clientify'];
    const name = known.find((one) => this.arnOf(one) === id || this.arnOf(one).includes(`:${id}-`));
    if (name === undefined) throw new Error(`no secret is ${id}`);
    return name;
  }

  /** Id of a function, by its name in `functions/`. */
  functionId(name: string): string {
    const plain = name.replace(/-/g, '');
    const ids = Object.keys(this.resources).filter(
      (id) =>
        this.resources[id]?.Type === 'AWS::Lambda::Function' && id.toLowerCase().includes(plain),
    );
    if (ids.length !== 1) throw new Error(`${ids.length} functions are called ${name}`);
    return ids[0] ?? '';
  }

  environmentOf(name: string): Record<string, string> {
    const { Environment } = this.resolve(this.resources[this.functionId(name)]?.Properties) as {
      Environment: { Variables: Record<string, string> };
    };
    return Environment.Variables;
  }

  /** ARN of the one resource of a type whose id begins so. */
  only(type: string, begin: string): string {
    return this.physical(this.idOf(type, begin)).arn;
  }

  private idOf(type: string, begin: string): string {
    const ids = Object.keys(this.resources).filter(
      (id) =>
        this.resources[id]?.Type === type &&
        /^[0-9A-F]{8}$/.test(id.slice(begin.length)) &&
        id.startsWith(begin),
    );
    if (ids.length !== 1) throw new Error(`${ids.length} of ${type} begin with ${begin}`);
    return ids[0] ?? '';
  }

  /** Replaces what CloudFormation replaces. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.resolve(one));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && name === 'Ref') {
      const id = String(argument);
      return PSEUDO[id] ?? (id in this.resources ? this.physical(id).ref : id);
    }
    if (entries.length === 1 && name === 'Fn::GetAtt') {
      const [id = '', attribute = ''] = argument as string[];
      if (attribute === 'ApiEndpoint')
        return `https://${id.toLowerCase()}.execute-api.${REGION}.amazonaws.com`;
      return attribute === 'Arn' || attribute === 'TopicArn'
        ? this.physical(id).arn
        : `${id}.${attribute}`;
    }
    if (entries.length === 1 && name === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]];
      return (this.resolve(parts) as unknown[]).map(String).join(separator);
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, this.resolve(inner)]));
  }

  /** What a role allows, by the ARN of the role. */
  policiesOf(role: string): Policy[] {
    const name = role.split('/').at(-1);
    return this.ofType('AWS::IAM::Policy')
      .filter(([, { Roles }]) => (Roles as string[]).includes(name ?? ''))
      .map(([, { PolicyDocument }]) => PolicyDocument as Policy);
  }

  /** What a resource says itself about who may do what with it; undefined when it says nothing. */
  policyOf(target: string): Policy | undefined {
    const attached: readonly [string, string, string][] = [
      ['AWS::SQS::QueuePolicy', 'Queues', 'AWS::SQS::Queue'],
      ['AWS::SNS::TopicPolicy', 'Topics', 'AWS::SNS::Topic'],
    ];
    for (const [type, property] of attached)
      for (const [, properties] of this.ofType(type))
        if ((properties[property] as string[]).some((ref) => this.arnOfRef(ref) === target))
          return properties['PolicyDocument'] as Policy;
    for (const [id, { KeyPolicy }] of this.ofType('AWS::KMS::Key'))
      if (this.physical(id).arn === target) return KeyPolicy as Policy;
    return undefined;
  }

  private arnOfRef(ref: string): string | undefined {
    const id = Object.keys(this.resources).find((one) => this.physical(one).ref === ref);
    return id === undefined ? undefined : this.physical(id).arn;
  }
}
