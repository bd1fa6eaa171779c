import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as realImmediate } from 'node:timers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { settingsChoices } from '../../../bin/commands/choices';
import { chooseValue, listConflicts, restore } from '../../../bin/commands/conflicts';
import {
  consoleUsers,
  inviteToConsole,
  removeFromConsole,
} from '../../../bin/commands/console-users';
import { doctor } from '../../../bin/commands/doctor';
import { dryRun } from '../../../bin/commands/dry-run';
import { failures, redriveRecords } from '../../../bin/commands/failures';
import { findByNumber } from '../../../bin/commands/find';
import { audits, forget } from '../../../bin/commands/forget';
import { confirmRun, rejectRun } from '../../../bin/commands/held';
import { showLetter } from '../../../bin/commands/letter';
import { cancelRun, explainRecord, runs, showRun, status } from '../../../bin/commands/look';
import { rehearseOne } from '../../../bin/commands/rehearse-one';
import { relink } from '../../../bin/commands/relink';
import {
  revertSettings,
  setSetting,
  settings,
  settingsHistory,
} from '../../../bin/commands/settings';
import { sync } from '../../../bin/commands/sync';
import { syncOne } from '../../../bin/commands/sync-one';
import { undoRun } from '../../../bin/commands/undo';
import { reconcile, webhook, writeBack } from '../../../bin/commands/way-back';
import type { Where } from '../../../bin/commands/where';
import { GiavApi } from '../../../lib/giav/api';
import { DynamoFailures } from '../../../lib/state/failures';
import { queueUrl } from '../../../simulation/aws/account';
import { Environment } from '../../../simulation/aws/environment';
import { smallLife } from '../../../simulation/every-call';
import { CLIENTIFY_URL, fetchFrom } from '../../../simulation/systems/clientify';
import { World } from '../../../simulation/world';
import { actionOf, type Calls } from './calls';
import { onTable } from './memory-dynamo';
import { onSdk } from './sdk';

const AGENCY = 'test';
const WEBHOOK_SECRET = 'webhook-secret';
const HOUR_MS = 3_600_000;
/** Turns of the event loop for what is really written to the disk. */
const TURNS = 5000;

const OUTPUTS = {
  Agency: AGENCY,
  TableName: 'table',
  RunQueueUrl: queueUrl('runs'),
  WorkQueueUrl: queueUrl('work'),
  DeadLetterQueueUrl: queueUrl('deadLetter'),
  RunsDeadLetterQueueUrl: queueUrl('runsDeadLetter'),
  ChangeQueueUrl: queueUrl('changes'),
  ReconcileQueueUrl: queueUrl('reconcile'),
  WebhookUrl: 'https://hooks.invalid/clientify',
  WebhookSecretId: WEBHOOK_SECRET,
  SettingsParameter: 'settings',
  GiavEndpoint: 'https://giav.invalid/',
  GiavBasicUser: '-',
  ClientifyBaseUrl: CLIENTIFY_URL,
  ConsoleUrl: 'https://console.invalid/console',
  ConsoleUserPoolId: 'eu-west-1_Agency',
};

interface Input {
  readonly QueueUrl?: string;
  readonly SecretId?: string;
  readonly UserPoolId?: string;
  readonly MessageAction?: string;
}

/** The name that a resource has here, by how a command names it. */
function resourceOf(client: string, { QueueUrl, SecretId, UserPoolId }: Input): string {
  if (QueueUrl !== undefined) return QueueUrl.split('/').at(-1) ?? '';
  if (SecretId !== undefined)
    return `secret ${SecretId === WEBHOOK_SECRET ? 'webhook' : (SecretId.split('/').at(-1) ?? '')}`;
  if (UserPoolId !== undefined) return 'people';
  if (client === 'DynamoDBClient') return 'table';
  return client === 'SSMClient' ? 'settings' : 'stack';
}

/** A user pool in which everybody is invited, and nobody has used it. */
function onPeople({ constructor: { name }, input }: object & { readonly input: Input }): object {
  if (name === 'AdminCreateUserCommand' && input.MessageAction !== 'RESEND')
    throw new UsernameExistsException({ message: 'there', $metadata: {} });
  return name === 'AdminGetUserCommand' ? { UserStatus: 'FORCE_CHANGE_PASSWORD' } : {};
}

/** The command line, in this process, on a deployment of the simulation: what it asks of AWS is recorded. */
export class CommandLine {
  private readonly undo: (() => void)[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), 'rights-'));
  private readonly environment: Environment;

  constructor(
    private readonly world: World,
    private readonly calls: Calls,
  ) {
    const { scheduler, random, giav, clientify } = world;
    this.environment = new Environment('cli', {
      scheduler,
      random: random.fork('cli'),
      slowness: 1,
      faultOf: () => undefined,
      onCall: () => undefined,
    });
    const { environment } = this;
    const clients = [
      CloudFormationClient,
      CognitoIdentityProviderClient,
      DynamoDBClient,
      SecretsManagerClient,
      SQSClient,
      SSMClient,
    ];
    this.undo.push(onSdk(clients, (client, command) => this.answer(client, command as never)));
    const wire = jest
      .spyOn(GiavApi.prototype as unknown as { callOnce: unknown } & object, 'callOnce' as never)
      .mockImplementation(function (this: { serverTime: Date }, ...[operation, args]: unknown[]) {
        this.serverTime = new Date();
        return environment.call('giav', String(operation), () =>
          giav.operate(String(operation), args as Record<string, unknown>),
        );
      } as never);
    const { fetch } = globalThis;
    globalThis.fetch = fetchFrom(environment, clientify);
    this.undo.push(
      () => wire.mockRestore(),
      () => (globalThis.fetch = fetch),
      () => rmSync(this.directory, { recursive: true, force: true }),
    );
    for (const stream of [process.stdout, process.stderr]) {
      const spy = jest.spyOn(stream, 'write').mockReturnValue(true);
      this.undo.push(() => spy.mockRestore());
    }
  }

  close(): void {
    for (const one of this.undo.reverse()) one();
  }

  private async answer(client: string, command: { readonly input: Input }): Promise<object> {
    this.calls.add('cli', actionOf(client, command), resourceOf(client, command.input));
    const { facts, account } = this.world;
    if (client === 'DynamoDBClient') return onTable(account.table, command);
    if (client === 'SQSClient') return account.sqsOf(this.environment).send(command as never);
    if (client === 'CognitoIdentityProviderClient') return onPeople(command);
    if (client === 'SSMClient') return { Parameter: { Value: facts.settings } };
    if (client === 'SecretsManagerClient') {
      const { token, apiKey, webhookSecret: current } = facts;
      return { SecretString: JSON.stringify({ token, apiKey, current }) };
    }
    const Outputs = Object.entries(OUTPUTS).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    }));
    return { Stacks: [{ Outputs }] };
  }

  /** Lets the world go on until the command has ended. */
  private async end(work: Promise<number>): Promise<number> {
    const { scheduler } = this.world;
    const ended = work.then(
      (code) => ({ code }),
      (error: unknown) => ({ error }),
    );
    let end: Awaited<typeof ended> | undefined;
    void ended.then((how) => (end = how));
    const until = scheduler.now + 6 * HOUR_MS;
    for (let turn = 0; end === undefined && turn < TURNS; turn++) {
      await scheduler.runUntil(Math.min(until, scheduler.now + 1000), () => end !== undefined);
      await new Promise((resolve) => void realImmediate(resolve));
    }
    if (end === undefined) throw new Error('the command did not end');
    if ('error' in end) throw end.error;
    return end.code;
  }

  /** A message that nobody can read, and a contact that failed: what some of the commands are about. */
  private async prepare(): Promise<void> {
    const { account } = this.world;
    for (const number of [1, 2])
      account.queues.deadLetter.send({
        body: 'what is this?',
        group: `unreadable-${number}`,
        deduplication: String(number),
      });
    const failure = { reason: 'CLIENTIFY_UNAVAILABLE', message: 'no answer', runId: 'run' };
    const at = new Date().toISOString();
    await new DynamoFailures(account.table).add('contact', '77', { ...failure, at });
  }

  /** A run that is under way, and ended by the command. */
  private async cancelled(where: Where): Promise<number> {
    const { account, scheduler } = this.world;
    account.queues.runs.send({ body: '{"v":1,"kind":"start","mode":"full","runId":"one"}' });
    await scheduler.runUntil(scheduler.now + 2000);
    return cancelRun('one', where);
  }

  /** Every command that takes `--stack`, in an order in which each has something to do. */
  async all(): Promise<Readonly<Record<string, number | string>>> {
    const stack = `giav-clientify-${AGENCY}`;
    const where = { stack, language: 'en' } as const;
    const [id = ''] = [...this.world.giav.clients.keys()].map(String);
    const report = { report: this.directory, reportLanguage: 'en' } as const;
    const commands: Readonly<Record<string, () => Promise<number>>> = {
      'sync --dry-run': () => dryRun({ ...where, mode: 'full', ...report }),
      sync: () => sync({ ...where, mode: 'full' }),
      'sync client': () => syncOne('client', id, where),
      'sync client --dry-run': () => rehearseOne('client', id, where),
      // One word for each kind of record, as in all of them.
      'find client': () => findByNumber('260001', where),
      status: () => status(where),
      letter: () => showLetter(where),
      runs: () => runs({ ...where, limit: 5 }),
      'explain client': () => explainRecord('client', id, where),
      doctor: () => doctor(where),
      conflicts: () => listConflicts(where),
      failures: () => failures(where),
      'failures --delete': () => failures({ ...where, delete: 'deadLetter-1' }),
      redrive: () => redriveRecords({ ...where, id: [id] }),
      'redrive --all': () => redriveRecords({ ...where, all: true }),
      'restore client': () => restore(id, { ...where, field: 'remarks' }),
      'relink client': () => relink(id, where),
      reconcile: () => reconcile(where),
      'write-back --resume': () => writeBack({ ...where, resume: true }),
      'webhook register': () => webhook('register', where),
      'webhook status': () => webhook('status', where),
      'webhook remove': () => webhook('remove', where),
      'forget client': () => forget(id, where),
      audit: () => audits(where),
      'runs cancel': () => this.cancelled(where),
      'runs show': () => showRun('one', where),
      'runs confirm': () => confirmRun('one', where),
      'runs reject': () => rejectRun('one', where),
      'undo run': () => undoRun('one', where),
      'conflicts choose': () =>
        chooseValue({ client: id, field: 'remarks', winner: 'giav' }, where),
      settings: () => settings(where),
      'settings choices': () => settingsChoices(where),
      'settings set --dry-run': () =>
        setSetting('nearDocumento', 'hold', { ...where, dryRun: true, ...report }),
      'settings set': () => setSetting('nearDocumento', 'hold', { ...where, reportLanguage: 'en' }),
      'settings history': () => settingsHistory(where),
      'settings revert': () => revertSettings({ ...where, to: 0 }),
      'console invite': () => inviteToConsole('ana@agency.example', where),
      'console users': () => consoleUsers(where),
      'console remove': () => removeFromConsole('ana@agency.example', where),
    };
    await this.prepare();
    const ends: Record<string, number | string> = {};
    for (const [name, command] of Object.entries(commands)) {
      try {
        ends[name] = await this.end(command());
      } catch (error) {
        ends[name] = (error as Error).stack ?? '';
      }
    }
    return ends;
  }
}

export async function recordCommands(
  calls: Calls,
): Promise<Readonly<Record<string, number | string>>> {
  const world = World.open(smallLife(1));
  const commandLine = new CommandLine(world, calls);
  try {
    return await commandLine.all();
  } finally {
    commandLine.close();
    world.close();
  }
}
