import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoSettingsVersions } from '../state/settings-versions';
import { Table } from '../state/table';
import { NONE } from '../config/deployment';
import { secretsOf } from '../runtime/secrets';
import { readSettingsParameter, settingsInForce } from '../runtime/settings';
import { ConfigurationError } from '../sync/errors';
import type { Deployment } from './admin-ports';
import type { SystemSettings } from './systems';

export { adminPorts, nobodyListens, type AdminPorts, type Deployment } from './admin-ports';

interface Output {
  /** @throws ConfigurationError where the stack has none of that name */
  (name: string): string;
  readonly orUndefined: (name: string) => string | undefined;
}

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
  const orUndefined = (name: string): string | undefined =>
    outputs?.find((one) => one.OutputKey === name)?.OutputValue;
  const read = (name: string): string => {
    const value = orUndefined(name);
    if (value === undefined)
      throw new ConfigurationError({
        en: `The stack ${stack} has no output ${name}. Deploy it again with this version.`,
        es: `El stack ${stack} no tiene la salida ${name}. Despliéguelo de nuevo con esta versión.`,
      });
    return value;
  };
  return Object.assign(read, { orUndefined });
}

const orNull = (value: string): string | null => (value === NONE ? null : value);

const deploymentOf = (output: Output): Deployment => ({
  table: new Table(new DynamoDBClient({}), output('TableName')),
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  runQueueUrl: output('RunQueueUrl'),
  workQueueUrl: output('WorkQueueUrl'),
  deadLetterQueueUrl: output('DeadLetterQueueUrl'),
  runsDeadLetterQueueUrl: output('RunsDeadLetterQueueUrl'),
  changeQueueUrl: output('ChangeQueueUrl'),
  reconcileQueueUrl: orNull(output('ReconcileQueueUrl')),
  webhookUrl: orNull(output('WebhookUrl')),
  webhookSecretId: orNull(output('WebhookSecretId')),
});

/** How to reach the systems that a deployment connects. */
async function systemSettingsOf(output: Output): Promise<SystemSettings> {
  const secrets = secretsOf(output('Agency'));
  const [giav, clientify] = await Promise.all([secrets.giav(), secrets.clientify()]);
  return {
    giavEndpoint: output('GiavEndpoint'),
    giavBasicUser: orNull(output('GiavBasicUser')) ?? undefined,
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
    /** Name of the agency, and the address of its console without a path; null where it has none. */
    place: () => {
      const url = output.orUndefined('ConsoleUrl');
      return { agency: output('Agency'), origin: url === undefined ? null : new URL(url).origin };
    },
    console: () => ({
      userPoolId: output('ConsoleUserPoolId'),
      url: output('ConsoleUrl'),
      cognito: new CognitoIdentityProviderClient({}),
    }),
  };
}

export const findDeployment = async (stack: string): Promise<Deployment> =>
  (await findStack(stack)).deployment;
