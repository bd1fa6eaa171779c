import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { KNOWN } from '../../lib/sync/budget';
import { connection } from '../../lib/runtime/connection';
import { giavSecret } from '../../lib/runtime/secrets';
import { readSettingsParameter } from '../../lib/runtime/settings';
import { ConfigurationError, RetryableError } from '../../lib/sync/errors';

/** A connection whose facts and clock the test holds in its hand. */
function make(read: () => Promise<string>) {
  let now = 0;
  let made = 0;
  const connect = connection(
    read,
    (facts) => ({ facts, number: ++made }),
    () => now,
  );
  return { connect, pass: (ms: number) => (now += ms) };
}

describe('what a function is connected with', () => {
  it('is read once a minute, and connected again only when it changed', async () => {
    let secret = 'old';
    let reads = 0;
    const { connect, pass } = make(() => ((reads += 1), Promise.resolve(secret)));
    expect(await connect()).toEqual({ facts: 'old', number: 1 });
    expect(await connect()).toEqual({ facts: 'old', number: 1 });
    expect(reads).toBe(1);
    pass(KNOWN.factsMs);
    expect(await connect()).toEqual({ facts: 'old', number: 1 });
    expect(reads).toBe(2);
    secret = 'rotated';
    expect(await connect()).toEqual({ facts: 'old', number: 1 });
    pass(KNOWN.factsMs);
    expect(await connect()).toEqual({ facts: 'rotated', number: 2 });
  });
  it('stays in use while the secret cannot be read for a moment', async () => {
    let broken = false;
    const { connect, pass } = make(() =>
      broken ? Promise.reject(new RetryableError('throttled')) : Promise.resolve('secret'),
    );
    await connect();
    broken = true;
    pass(KNOWN.factsMs);
    expect(await connect()).toEqual({ facts: 'secret', number: 1 });
  });
  it('is given up when the secret is gone, and made again when it is back', async () => {
    let broken = false;
    const { connect, pass } = make(() =>
      broken ? Promise.reject(new ConfigurationError('gone')) : Promise.resolve('secret'),
    );
    await connect();
    broken = true;
    pass(KNOWN.factsMs);
    await expect(connect()).rejects.toThrow('gone');
    broken = false;
    expect(await connect()).toEqual({ facts: 'secret', number: 2 });
  });
  it('is made once by invocations that ask at the same time', async () => {
    let reads = 0;
    const { connect } = make(() => ((reads += 1), Promise.resolve('x')));
    await Promise.all([connect(), connect(), connect()]);
    expect(reads).toBe(1);
  });
});

describe('secrets and settings of a deployment', () => {
  const secrets = mockClient(SecretsManagerClient);
  const ssm = mockClient(SSMClient);
  const named = (name: string): Error => Object.assign(new Error('PLANTED-SECRET'), { name });
  beforeEach(() => {
    secrets.reset();
    ssm.reset();
  });

  it.each([
    ['ResourceNotFoundException', ConfigurationError],
    ['AccessDeniedException', ConfigurationError],
    ['ThrottlingException', RetryableError],
    ['InternalServiceError', RetryableError],
  ])('an answer %s is told as what it is, without its text', async (name, kind) => {
    secrets.on(GetSecretValueCommand).rejects(named(name));
    const problem: unknown = await giavSecret({ GIAV_SECRET_ID: 'giav-clientify/x/giav' }).catch(
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(kind);
    expect((problem as Error).message).toContain(name);
    expect((problem as Error).message).not.toContain('PLANTED');
  });
  it('a secret of a wrong shape is named, its content is not', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString: '{"apikey":"PLANTED-SECRET"}' });
    const problem: unknown = await giavSecret({ GIAV_SECRET_ID: 'giav-clientify/x/giav' }).catch(
      (error: unknown) => error,
    );
    expect((problem as Error).message).toContain('giav-clientify/x/giav is not valid: apiKey');
    expect((problem as Error).message).not.toContain('PLANTED');
  });
  it('settings that somebody spoilt by hand stop the run with their path', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"pipeline":7}' } });
    await expect(readSettingsParameter('/giav-clientify/x/sync-config')).rejects.toThrow(
      'pipeline: Invalid input: expected string, received number (given: 7)',
    );
  });
});
