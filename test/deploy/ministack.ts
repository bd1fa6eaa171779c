import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = join(__dirname, '..', '..');
const VERSION = '1.5.33';
export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** Why the emulator cannot be had; null when it can. Only a missing Python is a reason to skip. */
export function whyNot(): string | null {
  const python = spawnSync('python3', ['-c', 'import venv, ensurepip'], { encoding: 'utf8' });
  return python.status === 0
    ? null
    : 'SKIPPED: Python 3 with venv is missing, so there is no emulator of AWS to deploy to.';
}

/** The emulator's own environment, made once per version. */
export function install(): string {
  const home = join(ROOT, '.build', `ministack-${VERSION}`);
  const bin = join(home, 'bin');
  if (existsSync(join(bin, 'ministack'))) return bin;
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  const run = (command: string, args: string[]): void => {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  };
  run('python3', ['-m', 'venv', home]);
  run(join(bin, 'pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    `ministack==${VERSION}`,
  ]);
  return bin;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

/** MiniStack: CloudFormation, Lambda and the rest of AWS in one process of this machine. */
export class MiniStack {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(logFile: string, stateDirectory: string): Promise<MiniStack> {
    const bin = install();
    const port = await freePort();
    const child = spawn(join(bin, 'ministack'), [], {
      env: {
        // What is set for another account would reach its functions.
        ...Object.fromEntries(
          Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')),
        ),
        // Its functions run with this machine's Node.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        MINISTACK_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        STATE_DIR: stateDirectory,
      },
      cwd: stateDirectory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile);
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const emulator = new MiniStack(child, port);
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      const ready = await fetch(`${emulator.url}/_ministack/health`).then(
        () => true,
        () => false,
      );
      if (ready) return emulator;
      if (child.exitCode !== null)
        throw new Error(`MiniStack ended with ${child.exitCode}; see ${logFile}`);
      await wait(200);
    }
    throw new Error(`MiniStack was not ready within a minute; see ${logFile}`);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What every client of AWS on this machine needs to talk to it. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await Promise.race([ended, wait(5000).then(() => this.child.kill('SIGKILL'))]);
  }
}
