import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsChangeQueue, ReconcileQueue } from '../queue/changes';
import { DeadLetters } from '../queue/dead-letters';
import { SqsRunQueue, SqsWorkQueue } from '../queue/queues';
import { DynamoAccount } from '../state/account';
import { DynamoFilterProofs } from '../state/filter-proofs';
import { Audits } from '../state/audits';
import { DynamoDecisions } from '../state/decisions';
import { DynamoFailures } from '../state/failures';
import { DynamoIncidents } from '../state/incidents';
import { DynamoLinks } from '../state/links';
import { DynamoPauses } from '../state/pauses';
import { DynamoPending } from '../state/pending';
import { DynamoReconciliations } from '../state/reconciliations';
import { DynamoRuns } from '../state/runs';
import { DynamoSettingsVersions } from '../state/settings-versions';
import { Table } from '../state/table';
import { DynamoUnverifiedWrites } from '../state/unverified-writes';
import { DynamoWatermarks } from '../state/watermarks';
import { NONE } from '../config/deployment';
import { secretsOf } from '../runtime/secrets';
import { readSettingsParameter, settingsInForce } from '../runtime/settings';
import { ConfigurationError } from '../sync/errors';
import type { SystemSettings } from './systems';

/** Where a deployment keeps its things: the outputs of its stack. */
export interface Deployment {
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly runQueueUrl: string;
  readonly workQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly runsDeadLetterQueueUrl: string;
  readonly changeQueueUrl: string;
  readonly reconcileQueueUrl: string;
  /** Address that Clientify calls, without its secret. */
  readonly webhookUrl: string;
  /** Name of the secret that holds the webhook's secrets. */
  readonly webhookSecretId: string;
}

type Output = (name: string) => string;

/** What a stack tells of itself; region and credentials as everywhere in the SDK. */
async function readOutputs(stack: string): Promise<Output> {
  let outputs: { OutputKey?: string; OutputValue?: string }[] | undefined;
  try {
    ({ Outputs: outputs } =
      (await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack })))
        .Stacks?.[0] ?? {});
  } catch (error) {
    const why = (error as Error).name;
    throw new ConfigurationError({
      en: `The stack ${stack} cannot be read (${why}). Check its name, AWS_REGION and your credentials.`,
      es: `El stack ${stack} no se puede leer (${why}). Revise su nombre, AWS_REGION y sus credenciales.`,
    });
  }
  return (name) => {
    const value = outputs?.find((one) => one.OutputKey === name)?.OutputValue;
    if (value === undefined)
      throw new ConfigurationError({
        en: `The stack ${stack} has no output ${name}. Deploy it again with this version.`,
        es: `El stack ${stack} no tiene la salida ${name}. Despliéguelo de nuevo con esta versión.`,
      });
    return value;
  };
}

const deploymentOf = (output: Output): Deployment => ({
  table: new Table(new DynamoDBClient({}), output('TableName')),
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  runQueueUrl: output('RunQueueUrl'),
  workQueueUrl: output('WorkQueueUrl'),
  deadLetterQueueUrl: output('DeadLetterQueueUrl'),
  runsDeadLetterQueueUrl: output('RunsDeadLetterQueueUrl'),
  changeQueueUrl: output('ChangeQueueUrl'),
  reconcileQueueUrl: output('ReconcileQueueUrl'),
  webhookUrl: output('WebhookUrl'),
  webhookSecretId: output('WebhookSecretId'),
});

/** How to reach the systems that a deployment connects. */
async function systemSettingsOf(output: Output): Promise<SystemSettings> {
  const secrets = secretsOf(output('Agency'));
  const [giav, clientify] = await Promise.all([secrets.giav(), secrets.clientify()]);
  const giavBasicUser = output('GiavBasicUser');
  return {
    giavEndpoint: output('GiavEndpoint'),
    giavBasicUser: giavBasicUser === NONE ? undefined : giavBasicUser,
    clientifyBaseUrl: output('ClientifyBaseUrl'),
    secrets: { giav, clientify },
  };
}

/** A deployment on AWS, by the name of its stack: what it keeps, and what it was given, each read when it is asked for. */
export async function findStack(stack: string) {
  const output = await readOutputs(stack);
  const deployment = deploymentOf(output);
  return {
    deployment,
    /** The document that was deployed. */
    deployed: () => readSettingsParameter(output('SettingsParameter')),
    /** What counts: with what people have changed of it. */
    config: () =>
      settingsInForce(
        readSettingsParameter(output('SettingsParameter')),
        new DynamoSettingsVersions(deployment.table),
      ),
    systems: () => systemSettingsOf(output),
    console: () => ({
      userPoolId: output('ConsoleUserPoolId'),
      url: output('ConsoleUrl'),
      cognito: new CognitoIdentityProviderClient({}),
    }),
  };
}

export const findDeployment = async (stack: string): Promise<Deployment> =>
  (await findStack(stack)).deployment;

/** What the commands of an admin work with. Leases are taken by the functions only. */
export const adminPorts = ({ table, sqs, ...urls }: Deployment) => ({
  table,
  account: new DynamoAccount(table),
  filterProofs: new DynamoFilterProofs(table),
  audits: new Audits(table),
  runs: new DynamoRuns(table, 0),
  links: new DynamoLinks(table),
  decisions: new DynamoDecisions(table),
  failures: new DynamoFailures(table),
  pending: new DynamoPending(table),
  pauses: new DynamoPauses(table, 'clientify'),
  watermarks: new DynamoWatermarks(table),
  deadLetters: new DeadLetters(sqs, urls.deadLetterQueueUrl),
  queue: new SqsWorkQueue(sqs, urls.workQueueUrl, urls.deadLetterQueueUrl),
  runQueue: new SqsRunQueue(sqs, urls.runQueueUrl),
  changes: new SqsChangeQueue(sqs, urls.changeQueueUrl),
  reconcileQueue: new ReconcileQueue(sqs, urls.reconcileQueueUrl),
  reconciliations: new DynamoReconciliations(table),
  incidents: new DynamoIncidents(table),
  unverified: new DynamoUnverifiedWrites(table, new DynamoLinks(table)),
});
export type AdminPorts = ReturnType<typeof adminPorts>;
