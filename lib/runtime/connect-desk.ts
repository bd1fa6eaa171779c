import { deskPorts, type Places } from '../admin/admin-ports';
import type { AskedPorts } from '../admin/asked/answer';
import { connectSystems, type Systems } from '../admin/systems';
import {
  readClientifySettings,
  readGiavEndpoint,
  readResources,
  readV2Access,
  readWebhookTarget,
} from '../config/environment';
import type { SyncConfig } from '../config/schema';
import type { Log } from '../ports/log';
import { Table } from '../state/table';
import { dynamoClient, sqsClient } from './aws';
import { connectBoth, type BothSystems } from './connect-both';
import { connectOne } from './connect-one';
import { countryCode } from '../sync/country-code';
import type { allFacts } from './facts';
import { ids } from './ids';
import { log } from './log';
import { webhookSecrets } from './secrets';
import { deployedSettings } from './settings';

/** What a desk is made of. */
export interface DeskParts {
  readonly places: Places;
  readonly systems: Systems;
  readonly config: SyncConfig;
  /** As they were deployed; the others are in force. */
  readonly deployed: () => Promise<SyncConfig>;
  readonly autoSetup: boolean;
  /** With the weather that all functions share; most of what is asked for needs none of it. */
  readonly both: () => BothSystems;
  readonly documentoKey: string;
  readonly webhook: AskedPorts['webhook'];
  readonly log: Log;
}

/** What the use cases of the commands need, on whatever they are connected to. */
export function deskOf(parts: DeskParts): Omit<AskedPorts, 'timeLeft'> {
  const { places, systems, config, deployed, autoSetup, both, documentoKey, webhook } = parts;
  const admin = deskPorts(places);
  return {
    admin,
    answers: admin.answers,
    systems,
    config,
    deployed,
    autoSetup,
    syncOne: connectOne(both, documentoKey, autoSetup),
    countryCode,
    webhook,
    newRunId: () => ids.run(new Date()),
    now: () => new Date(),
    log: parts.log,
  };
}

/** The webhook of the deployment, with the secret that Clientify is to send from now on. */
function webhookOf(env: NodeJS.ProcessEnv): AskedPorts['webhook'] {
  const target = readWebhookTarget(env);
  if (target === null) return null;
  return async () => {
    const [secret = ''] = await webhookSecrets(target.WEBHOOK_SECRET_ID);
    return { url: target.WEBHOOK_URL, secret };
  };
}

/** The same inside of a function that holds both keys. */
export function connectDesk(
  env: NodeJS.ProcessEnv,
  {
    documentoKey,
    ...facts
  }: Awaited<ReturnType<typeof allFacts>> & { readonly documentoKey: string },
): Omit<AskedPorts, 'timeLeft'> {
  const { config, giav, clientify } = facts;
  const resources = readResources(env);
  const { GIAV_ENDPOINT, GIAV_BASIC_USER } = readGiavEndpoint(env);
  let both: BothSystems | undefined;
  return deskOf({
    places: {
      table: new Table(dynamoClient(), resources.TABLE_NAME),
      sqs: sqsClient(),
      runQueueUrl: resources.RUN_QUEUE_URL,
      workQueueUrl: resources.WORK_QUEUE_URL,
      deadLetterQueueUrl: resources.DEAD_LETTER_QUEUE_URL,
      changeQueueUrl: resources.CHANGE_QUEUE_URL,
    },
    systems: connectSystems(
      {
        giavEndpoint: GIAV_ENDPOINT,
        giavBasicUser: GIAV_BASIC_USER,
        clientifyBaseUrl: readClientifySettings(env).CLIENTIFY_BASE_URL,
        clientifyV2BaseUrl: readV2Access(env).baseUrl,
        secrets: { giav, clientify },
      },
      config,
    ),
    config,
    deployed: () => deployedSettings(env),
    autoSetup: env['AUTO_SETUP'] !== 'false',
    both: () => (both ??= connectBoth(env, facts)),
    documentoKey,
    webhook: webhookOf(env),
    log,
  });
}
