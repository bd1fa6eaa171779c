import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DateTime } from 'luxon';
import {
  adminPorts,
  findDeployment,
  findStack,
  type AdminPorts,
  type Deployment,
} from '../../lib/admin/deployment';
import { runReport, watchRun } from '../../lib/admin/watch-run';
import { Account, type Ended } from './deployment';
import { whyNot } from './ministack';

const missing = whyNot();
if (missing !== null) console.warn(missing);

type Fields = Record<string, unknown>;
interface Report {
  readonly run: { readonly status: string; readonly mode: string };
  readonly clients: Record<string, number>;
  readonly expedientes: Record<string, number>;
}

/** The simulators' agency: see simulators/agency/generate.ts. */
const EXPECTED = {
  clients: { read: 110, created: 98, updated: 1, linked: 2, skipped: 9, failed: 0 },
  expedientes: { read: 120, created: 108, updated: 0, linked: 0, skipped: 12, failed: 0 },
};

/** GIAV's local time, as its records hold it. */
const NOW = (): string =>
  DateTime.now().setZone('Europe/Madrid').toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");

/** Settings of a first deployment: nothing goes back to GIAV yet, and schedules fire only when the test says so. */
const FIRST = {
  pipeline: 'Expedientes',
  modified: { everyMinutes: 1440, overlapMinutes: 10 },
  writeBack: { mode: 'dry-run', reconcileMinutes: 0 },
  clientify: { retrySeconds: 0.05 },
};
const CHANGED = {
  ...FIRST,
  writeBack: { ...FIRST.writeBack, mode: 'on', acknowledgeUnreadable: true },
  brake: { percent: 10, atLeast: 1, clears: 20 },
};

const customField = (record: Fields, name: string): string | undefined =>
  (record['custom_fields'] as { field: string; value: string }[] | undefined)?.find(
    (one) => one.field === name,
  )?.value;

const succeeded = (ended: Ended): void => {
  if (ended.code !== 0)
    throw new Error(
      `exit ${ended.code ?? 'signal'}\n${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-3000)}`,
    );
};

const done: string[] = [];
/** Executes a procedure of docs/runbook.md by its name there. */
const procedure = async (name: string, work: Promise<Ended>): Promise<string> => {
  const ended = await work;
  done.push(name);
  if (ended.code !== 0 && ended.code !== 1) succeeded(ended);
  return ended.stdout;
};

(missing === null ? describe : describe.skip)('the stack on an emulator of AWS', () => {
  let account: Account;
  let deployment: Deployment;
  let admin: AdminPorts;

  const until = async (
    what: string,
    holds: () => Promise<boolean>,
    seconds = 60,
    everyMs = 300,
  ): Promise<void> => {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      if (await holds()) return;
      await wait(everyMs);
    }
    throw new Error(`not within ${seconds} s: ${what}`);
  };
  const contactOf = async (clientId: number): Promise<Fields> => {
    const contacts = await account.control<Fields[]>('GET', 'clientify/data/contacts');
    const found = contacts.find((one) => customField(one, 'gesintur_id') === String(clientId));
    if (!found) throw new Error(`no contact of client ${clientId}`);
    return found;
  };
  const giavClient = async (id: number): Promise<Fields> =>
    (await account.control<Fields[]>('GET', 'giav/data/clients')).find((one) => one['Id'] === id) ??
    {};
  const secretOfWebhook = async (): Promise<{ current: string }> => {
    const value = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: String(deployment.webhookSecretId) }),
    );
    return JSON.parse(value.SecretString ?? '{}') as { current: string };
  };
  const webhook = async (contact: Fields, secret?: string): Promise<number> => {
    const { current } = await secretOfWebhook();
    const body = {
      hook: { id: 1, event: 'contact.saved', target: deployment.webhookUrl },
      data: { id: contact['id'] },
    };
    return account.post(String(deployment.webhookUrl), secret ?? current, body);
  };

  beforeAll(async () => {
    account = await Account.open();
  });
  afterAll(async () => {
    await account.close();
  });

  it('bootstraps and deploys with the pinned CLI', async () => {
    succeeded(await account.bootstrap());
    await account.createSecrets('deployed');
    const deployed = await account.deploy(
      'deployed',
      FIRST,
      '--parameters',
      'AlarmEmail=oncall@example.com',
    );
    succeeded(deployed);
    deployment = await findDeployment('giav-clientify-deployed');
    admin = adminPorts(deployment);
  });

  it('gives the queues their dead-letter policies', async () => {
    const policyOf = async (sqs: SQSClient, url: string): Promise<string> =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })))
        .Attributes?.['RedrivePolicy'] ?? '';
    for (const url of [deployment.workQueueUrl, deployment.changeQueueUrl])
      expect(await policyOf(deployment.sqs, url)).toContain(
        new URL(deployment.deadLetterQueueUrl).pathname.split('/').pop(),
      );
    for (const url of [deployment.runQueueUrl, String(deployment.reconcileQueueUrl)])
      expect(await policyOf(deployment.sqs, url)).toContain(
        new URL(deployment.runsDeadLetterQueueUrl).pathname.split('/').pop(),
      );
  });

  it('syncs everything when the deployed schedule of full runs is due', async () => {
    const scheduler = new SchedulerClient({});
    const { Schedules: schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
    const details = await Promise.all(
      schedules.map(({ Name, GroupName }) =>
        scheduler.send(new GetScheduleCommand({ Name, GroupName })),
      ),
    );
    const full = details.find(({ Target }) => Target?.Input?.includes('"mode":"full"'));
    // The emulator forgets the time zone; test/stack looks at it in the template.
    expect(full?.ScheduleExpression).toBe('cron(0 3 * * ? *)');
    expect(full?.Target?.Arn?.split(':').pop()).toBe(
      new URL(deployment.runQueueUrl).pathname.split('/').pop(),
    );
    const before = new Date().toISOString();
    await deployment.sqs.send(
      new SendMessageCommand({
        QueueUrl: deployment.runQueueUrl,
        MessageBody: full?.Target?.Input,
      }),
    );
    let runId = '';
    await until('a run has started', async () => {
      for await (const run of admin.runs.recent())
        if (run.startedAt >= before && run.mode === 'full') runId = run.id;
      return runId !== '';
    });
    const report = runReport(await watchRun(admin, runId, () => undefined)) as unknown as Report;
    expect(report).toMatchObject({ run: { status: 'completed', mode: 'full' }, ...EXPECTED });
    const contacts = await account.control<Fields[]>('GET', 'clientify/data/contacts');
    const ids = contacts
      .map((one) => customField(one, 'gesintur_id'))
      .filter((id) => id !== undefined && id !== '');
    expect(new Set(ids).size).toBe(ids.length);
    expect((await account.control<Fields[]>('GET', 'clientify/data/deals')).length).toBe(
      EXPECTED.expedientes.created,
    );
  });

  it('writes nothing in a second full run, started by an admin', async () => {
    await account.control('DELETE', 'clientify/log');
    const stdout = await procedure(
      'start-a-run',
      account.cli('deployed', 'sync', '--mode', 'full', '--json'),
    );
    const report = JSON.parse(stdout.trim().split('\n').pop() ?? '{}') as Report;
    expect(report.run.status).toBe('completed');
    const log = await account.control<{ method: string }[]>('GET', 'clientify/log');
    expect(log.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('takes a webhook at the deployed API, and refuses one with a wrong secret', async () => {
    const contact = await contactOf(40002);
    expect(await webhook(contact, 'guessed')).toBe(401);
    await account.clientify('PATCH', `/contacts/${String(contact['id'])}/`, {
      last_name: 'Cambiado Enclientify',
    });
    const before = await giavClient(40002);
    expect(await webhook(contact)).toBe(200);
    let decisions: string[] = [];
    await until('the dry run is told', async () => {
      decisions = [];
      for await (const decision of admin.decisions.of('client', '40002', new Date()))
        decisions.push(decision.reason ?? '');
      return decisions.includes('DRY_RUN');
    });
    expect(await giavClient(40002)).toEqual(before);
    // Rotated now, looked at later: functions read secrets and settings again after a minute.
    const { current } = await secretOfWebhook();
    await new SecretsManagerClient({}).send(
      new PutSecretValueCommand({
        SecretId: String(deployment.webhookSecretId),
        SecretString: JSON.stringify({ current: 'rotated-secret', previous: current }),
      }),
    );
    expect(await webhook(contact, current)).toBe(200);
  });

  it('deploys a changed configuration', async () => {
    succeeded(await account.deploy('deployed', CHANGED));
    const { config } = await findStack('giav-clientify-deployed');
    expect((await config()).writeBack).toMatchObject({ mode: 'on', acknowledgeUnreadable: true });
  });

  it('carries a record that keeps failing to the dead-letter queue, and an admin re-drives it', async () => {
    const [model = {}, company = {}] = await account
      .control<Fields[]>('GET', 'giav/data/clients')
      .then((list) => [list[0], list[5]]);
    await account.control('POST', 'giav/data/clients', {
      ...model,
      Id: 41001,
      Documento: 'DOC41001',
      FechaModificacion: NOW(),
    });
    await account.control('POST', 'giav/data/clients', {
      ...company,
      Id: 41002,
      Documento: 'DOC41002',
      FechaModificacion: NOW(),
    });
    await account.control('POST', 'clientify/faults', [
      { when: 'before', kind: 'status', status: 500, match: 'POST /v1/contacts/', times: 5 },
    ]);
    await procedure('start-a-run', account.cli('deployed', 'sync', '--mode', 'modified', '--json'));
    expect(await admin.queue.deadLetters()).toBe(1);
    const listed = JSON.parse(
      await procedure('look-at-failures', account.cli('deployed', 'failures', '--json')),
    ) as Fields[];
    expect(listed).toMatchObject([
      { entity: 'client', id: '41001', reason: 'CLIENTIFY_UNAVAILABLE' },
    ]);
    await procedure('redrive', account.cli('deployed', 'redrive', '--all', '--json'));
    expect(await admin.queue.deadLetters()).toBe(0);
    expect((await contactOf(41001))['taxpayer_identification_number']).toBe('DOC41001');
  });

  it('changes nothing when it is deployed again', async () => {
    const again = await account.deploy('deployed', CHANGED);
    succeeded(again);
    expect(`${again.stdout}${again.stderr}`).toContain('(no changes)');
  });

  it('keeps agencies apart in one account', async () => {
    await account.createSecrets('other');
    succeeded(await account.deploy('other', FIRST));
    const other = await findDeployment('giav-clientify-other');
    const shared = Object.entries(other).filter(
      ([name, value]) =>
        typeof value === 'string' &&
        value === (deployment as unknown as Record<string, unknown>)[name],
    );
    expect(shared).toEqual([]);
    expect(await adminPorts(other).runs.active()).toBeNull();
    expect((await adminPorts(other).runs.recent().next()).done).toBe(true);
    succeeded(await account.destroy('other'));
    expect(await admin.watermarks.get()).not.toBeNull();
  });

  it('is examined and looked at by the commands of the runbook', async () => {
    const diagnosis = JSON.parse(
      await procedure('doctor', account.cli('deployed', 'doctor', '--quick', '--json')),
    ) as {
      checks: { system: string; id: string; level: string }[];
    };
    expect(diagnosis.checks.filter(({ level }) => level === 'error')).toEqual([]);
    expect(diagnosis.checks.filter(({ system }) => system === 'state').length).toBeGreaterThan(5);
    expect(await procedure('status', account.cli('deployed', 'status'))).toContain(
      'No run in progress',
    );
    expect(await procedure('runs', account.cli('deployed', 'runs', '--limit', '5'))).toContain(
      'completed',
    );
    expect(
      await procedure('explain', account.cli('deployed', 'explain', 'client', '41001')),
    ).toContain('Link: linked');
    expect(await procedure('reconcile', account.cli('deployed', 'reconcile', '--json'))).toContain(
      'hints',
    );
    expect(
      await procedure('resume-the-way-back', account.cli('deployed', 'write-back', '--resume')),
    ).toContain('not halted');
    expect(
      await procedure('dry-run', account.cli('deployed', 'sync', '--dry-run', '--json')),
    ).toContain('"dryRun":true');
  });

  it('is asked before it changes too much, and goes on when it may', async () => {
    const remarks = ['41001', '41002'];
    for (const id of remarks)
      await account.control('PATCH', `giav/data/clients/${id}`, {
        Comentarios: 'Dos a la vez',
        FechaModificacion: NOW(),
      });
    const held = await account.cli('deployed', 'sync', '--mode', 'modified', '--json');
    expect(held.code).toBe(1);
    const { run } = JSON.parse(held.stdout) as { run: { id: string; status: string } };
    expect(run.status).toBe('held');
    expect(await procedure('held', account.cli('deployed', 'runs', 'show', run.id))).toContain(
      'client 41001',
    );
    succeeded(await account.cli('deployed', 'runs', 'confirm', run.id, '--json'));
    expect((await contactOf(41001))['remarks']).toBe('Dos a la vez');
    await procedure('undo', account.cli('deployed', 'undo', 'run', run.id, '--json'));
    expect((await contactOf(41001))['remarks']).not.toBe('Dos a la vez');
  });

  it('knows the rotated secret without a deployment', async () => {
    const contact = await contactOf(40002);
    await until(
      'the new secret is valid',
      async () => (await webhook(contact, 'rotated-secret')) === 200,
      90,
    );
    expect(await webhook(contact, 'guessed')).toBe(401);
    done.push('rotate-a-secret');
  });

  it('knows the changed configuration in the functions that were running: the way back now writes', async () => {
    const contact = await contactOf(40002);
    await account.clientify('PATCH', `/contacts/${String(contact['id'])}/`, {
      last_name: 'Cambiado Otravez',
    });
    expect(await webhook(contact)).toBe(200);
    await until(
      'the edit is in GIAV',
      async () => (await giavClient(40002))['Apellidos'] === 'Cambiado Otravez',
    );
  });

  it('forgets a person, and leaves an audit line', async () => {
    await procedure('forget', account.cli('deployed', 'forget', 'client', '40010', '--json'));
    expect(await procedure('audit', account.cli('deployed', 'audit'))).toContain(
      'forget client 40010',
    );
    expect((await admin.links.get('client', '40010'))?.status).toBe('forgotten');
  });

  it('puts no secret and no personal data into templates, bundles or logs', async () => {
    const clients = await account.control<Fields[]>('GET', 'giav/data/clients');
    const personal = clients
      .flatMap((client) =>
        ['Documento', 'Email', 'Apellidos', 'Movil'].map((field) =>
          String(client[field] ?? '').trim(),
        ),
      )
      // What stands there instead of an address belongs to no person.
      .filter((text) => text.length > 7 && text !== 'no tiene');
    const planted = [...account.secrets, ...new Set(personal)];
    const assembly = account.templateFile('deployed');
    const texts = readdirSync(assembly, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(json|js)$/.test(file))
      .map((file) => [file, readFileSync(join(assembly, file), 'utf8')] as const);
    const logs = readFileSync(join(account.directory, 'aws.log'), 'utf8')
      .split('\n')
      // What the functions print; the emulator's own lines show bodies of requests.
      .filter((line) => line.includes('"service":"giav-clientify"') || line.includes('"level"'))
      .join('\n');
    expect(texts.length).toBeGreaterThan(6);
    expect(logs).toContain('page read');
    for (const [file, text] of [...texts, ['logs', logs] as const])
      expect([file, planted.filter((secret) => text.includes(secret))]).toEqual([file, []]);
  });

  it('is destroyed; what would be lost stays', async () => {
    succeeded(await account.destroy('deployed'));
    await expect(findDeployment('giav-clientify-deployed')).rejects.toThrow('cannot be read');
    expect(await admin.watermarks.get()).not.toBeNull();
    expect(await admin.queue.deadLetters()).toBe(0);
    expect(await admin.changes.depth()).toBe(0);
  });

  it('is deployed again on what was kept: a new stack takes it over, and nothing is read or made twice', async () => {
    const known = await admin.watermarks.get();
    const [table, deadLetter, changes] = [
      deployment.table.name,
      deployment.deadLetterQueueUrl,
      deployment.changeQueueUrl,
    ];
    succeeded(
      await account.adopt('deployed', {
        State1C20CC9A: { TableName: table },
        QueuesDeadLetterA4947A69: { QueueUrl: deadLetter },
        QueuesChanges7C3971B2: { QueueUrl: changes },
      }),
    );
    succeeded(await account.deploy('deployed', CHANGED));
    done.push('adopt-what-was-kept');
    const again = await findDeployment('giav-clientify-deployed');
    expect([again.table.name, again.deadLetterQueueUrl, again.changeQueueUrl]).toEqual([
      table,
      deadLetter,
      changes,
    ]);
    expect(await adminPorts(again).watermarks.get()).toEqual(known);
    const report = JSON.parse(
      await procedure('start-a-run', account.cli('deployed', 'sync', '--mode', 'full', '--json')),
    ) as Report;
    expect(report.run.status).toBe('completed');
    expect([report.clients['created'], report.clients['linked']]).toEqual([0, 0]);
  });

  it('has executed every procedure that the runbook names', () => {
    const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
    const named = [...runbook.matchAll(/^### procedure: (\S+)$/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(8);
    expect([...new Set(done)].sort()).toEqual(named.sort());
  });
});
