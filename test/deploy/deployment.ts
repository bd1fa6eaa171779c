import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startChild, stopChild } from '../../local/child';
import { program } from '../../local/programs';
import { ACCOUNT, MiniStack, REGION } from './ministack';

const ROOT = join(__dirname, '..', '..');
/** What `npx cdk` starts. */
const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Simulators {
  readonly giav: string;
  readonly clientify: string;
  readonly control: string;
}

const GIAV_KEY = 'PLANTED-GIAV-KEY-7391';
const CLIENTIFY_TOKEN = 'planted-clientify-token-7391';

/** Two pages of each list. */
const AGENCY = ['--clients', '110', '--expedientes', '120'];

/** Types of CloudFormation that the emulator does not know: how Cognito's pages look. */
const UNKNOWN = ['AWS::Cognito::ManagedLoginBranding'];

/** Takes them out of a template before it is deployed. */
export function leaveOutUnknown(file: string): void {
  const template = JSON.parse(readFileSync(file, 'utf8')) as {
    Resources: Record<string, { readonly Type: string }>;
  };
  const known = Object.entries(template.Resources).filter(
    ([, { Type }]) => !UNKNOWN.includes(Type),
  );
  writeFileSync(file, JSON.stringify({ ...template, Resources: Object.fromEntries(known) }));
}

/** The emulated AWS account, both simulators, and the commands that an engineer types. */
export class Account {
  private constructor(
    readonly directory: string,
    readonly aws: MiniStack,
    private readonly simulators: Awaited<ReturnType<typeof startChild<Simulators>>>,
  ) {}

  static async open(): Promise<Account> {
    const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-deploy-'));
    mkdirSync(join(directory, 'aws'));
    const aws = await MiniStack.start(join(directory, 'aws.log'), join(directory, 'aws'));
    const simulators = await startChild<Simulators>(
      join(ROOT, 'simulators', 'main.ts'),
      ['--giav-key', GIAV_KEY, '--clientify-token', CLIENTIFY_TOKEN, ...AGENCY],
      {},
      join(directory, 'simulators.log'),
    );
    Object.assign(process.env, aws.environment);
    return new Account(directory, aws, simulators);
  }

  get secrets(): readonly string[] {
    return [GIAV_KEY, CLIENTIFY_TOKEN];
  }

  get addresses(): Simulators {
    return this.simulators.ready;
  }

  /** As README's "Deploying" has it, before the first deployment. */
  async createSecrets(agency: string): Promise<void> {
    const client = new SecretsManagerClient({});
    const create = (name: string, value: object): Promise<unknown> =>
      client.send(
        new CreateSecretCommand({
          Name: `giav-clientify/${agency}/${name}`,
          SecretString: JSON.stringify(value),
        }),
      );
    await create('giav', { apiKey: GIAV_KEY });
    await create('clientify', { token: CLIENTIFY_TOKEN });
  }

  private run(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    return new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd: ROOT,
        env: { ...process.env, ...this.aws.environment, ...env },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.once('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  bootstrap(): Promise<Ended> {
    // In a folder of its own: another one may be made at the same time.
    const out = join(this.directory, 'cdk.out-bootstrap');
    return this.run(CDK, ['bootstrap', '--output', out, `aws://${ACCOUNT}/${REGION}`]);
  }

  /** `npx cdk deploy` with the mapping settings in a file. */
  async deploy(agency: string, config: unknown, ...more: string[]): Promise<Ended> {
    const file = join(this.directory, `${agency}.config.json`);
    writeFileSync(file, JSON.stringify(config));
    return this.cdk(agency, 'deploy', ['--require-approval', 'never', ...more], file);
  }

  /** As the runbook has it: takes what a deleted stack has left into a new one. @param kept by the ids of the stack */
  adopt(agency: string, kept: Readonly<Record<string, object>>): Promise<Ended> {
    const file = join(this.directory, 'kept.json');
    writeFileSync(file, JSON.stringify(kept));
    return this.cdk(agency, 'import', ['--resource-mapping', file, '--force']);
  }

  private async cdk(
    agency: string,
    command: string,
    more: readonly string[],
    config?: string,
  ): Promise<Ended> {
    const { giav, clientify } = this.addresses;
    const out = join(this.directory, `cdk.out-${agency}`);
    const facts = { agency, giavEndpoint: giav, clientifyBaseUrl: clientify };
    const context = Object.entries(facts).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const settings: Record<string, string> = config === undefined ? {} : { SYNC_CONFIG: config };
    const made = await this.run(CDK, ['synth', '-q', '--output', out, ...context], settings);
    if (made.code !== 0) return made;
    leaveOutUnknown(join(out, `giav-clientify-${agency}.template.json`));
    return this.run(CDK, [command, '--app', out, ...more], settings);
  }

  /** `npm run release`: the template and the code that CloudFormation needs. */
  release(directory: string, prefix: string): Promise<Ended> {
    const args = ['--out', directory, '--prefix', prefix];
    return this.run('npm', ['run', '-s', 'release', '--', ...args], { CDK_VALIDATION: 'false' });
  }

  templateFile(agency: string): string {
    return join(this.directory, `cdk.out-${agency}`);
  }

  destroy(agency: string): Promise<Ended> {
    return this.cdk(agency, 'destroy', ['--force']);
  }

  /** A command of the admin's, on the deployment: `npm run -s cli -- …` without npm, the same sources, bundled. */
  cli(agency: string, ...args: string[]): Promise<Ended> {
    const words = [...args, '--stack', `giav-clientify-${agency}`];
    return this.run(process.execPath, [program(join(ROOT, 'bin', 'cli.ts')), ...words], {
      STATE_DIR: join(this.directory, 'admin'),
    });
  }

  async control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.addresses.control}/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  async clientify(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.addresses.clientify}${path}`, {
      method,
      headers: {
        'User-Agent': 'Mozilla/5.0 (a person)',
        Authorization: `Token ${CLIENTIFY_TOKEN}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }

  /** The deployed HTTP API answers by its host name, which this machine need not resolve. */
  post(url: string, secret: string, body: unknown): Promise<number> {
    const { hostname, pathname } = new URL(url);
    const headers = {
      Host: `${hostname}:${this.aws.port}`,
      'Content-Type': 'application/json',
      'X-Clientify-Secret': secret,
    };
    return new Promise((resolve, reject) => {
      const call = request(
        { host: '127.0.0.1', port: this.aws.port, path: pathname, method: 'POST', headers },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      call.once('error', reject);
      call.end(JSON.stringify(body));
    });
  }

  async close(): Promise<void> {
    await stopChild(this.simulators.child);
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
