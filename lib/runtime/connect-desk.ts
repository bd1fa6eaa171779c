import { deskPorts } from '../admin/admin-ports';
import type { AskedPorts } from '../admin/asked/answer';
import { connectSystems } from '../admin/systems';
import { readClientifySettings, readGiavEndpoint, readResources } from '../config/environment';
import { Table } from '../state/table';
import { dynamoClient, sqsClient } from './aws';
import { countryCode } from './countries';
import type { allFacts } from './facts';
import { ids } from './ids';
import { log } from './log';
import { deployedSettings } from './settings';

/** What the use cases of the commands need, inside of a function that holds both keys. */
export function connectDesk(
  env: NodeJS.ProcessEnv,
  { config, giav, clientify }: Awaited<ReturnType<typeof allFacts>>,
): AskedPorts {
  const resources = readResources(env);
  const { GIAV_ENDPOINT, GIAV_BASIC_USER } = readGiavEndpoint(env);
  const admin = deskPorts({
    table: new Table(dynamoClient(), resources.TABLE_NAME),
    sqs: sqsClient(),
    runQueueUrl: resources.RUN_QUEUE_URL,
    workQueueUrl: resources.WORK_QUEUE_URL,
    deadLetterQueueUrl: resources.DEAD_LETTER_QUEUE_URL,
    changeQueueUrl: resources.CHANGE_QUEUE_URL,
  });
  return {
    admin,
    answers: admin.answers,
    systems: connectSystems(
      {
        giavEndpoint: GIAV_ENDPOINT,
        giavBasicUser: GIAV_BASIC_USER,
        clientifyBaseUrl: readClientifySettings(env).CLIENTIFY_BASE_URL,
        secrets: { giav, clientify },
      },
      config,
    ),
    config,
    deployed: () => deployedSettings(env),
    autoSetup: env['AUTO_SETUP'] !== 'false',
    countryCode,
    newRunId: () => ids.run(new Date()),
    now: () => new Date(),
    log,
  };
}
