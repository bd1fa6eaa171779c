import { request } from 'node:http';
import {
  CognitoIdentityProviderClient,
  AdminSetUserPasswordCommand,
  AdminListGroupsForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { findStack } from '../../lib/admin/deployment';
import { Account, type Ended } from './deployment';
import { whyNot } from './ministack';

const missing = whyNot();

const succeeded = (ended: Ended): Ended => {
  if (ended.code !== 0)
    throw new Error(
      `exit ${ended.code ?? 'signal'}\n${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-3000)}`,
    );
  return ended;
};

(missing === null ? describe : describe.skip)('the console on an emulator of AWS', () => {
  let account: Account;
  let url: string;
  let userPoolId: string;

  /** The deployed API answers by its host name, which this machine need not resolve. */
  const get = (
    path: string,
    cookie = '',
  ): Promise<{ status: number; headers: Record<string, unknown>; body: string }> => {
    const { hostname } = new URL(url);
    const headers = { Host: `${hostname}:${account.aws.port}`, Cookie: cookie };
    return new Promise((resolve, reject) => {
      const call = request(
        { host: '127.0.0.1', port: account.aws.port, path, headers },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          });
        },
      );
      call.once('error', reject);
      call.end();
    });
  };

  beforeAll(async () => {
    account = await Account.open();
    succeeded(await account.bootstrap());
    await account.createSecrets('console');
    succeeded(
      await account.deploy('console', { modified: { everyMinutes: 0 }, full: { cron: null } }),
    );
    ({ url, userPoolId } = (await findStack('giav-clientify-console')).console());
  });
  afterAll(async () => {
    await account.close();
  });

  it('is deployed with its people: an address, a user pool', () => {
    expect(new URL(url).pathname).toBe('/console');
    expect(userPoolId).toMatch(/^eu-west-1_/);
  });
  it('invites, lists and removes people by the command line', async () => {
    succeeded(await account.cli('console', 'console', 'invite', 'ana@agency.example'));
    succeeded(await account.cli('console', 'console', 'invite', 'rosa@agency.example', '--reader'));
    const listed = succeeded(await account.cli('console', 'console', 'users', '--json'));
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { email: 'ana@agency.example', role: 'admin', confirmed: false },
      { email: 'rosa@agency.example', role: 'reader', confirmed: false },
    ]);
    const groups = await new CognitoIdentityProviderClient({}).send(
      new AdminListGroupsForUserCommand({
        UserPoolId: userPoolId,
        Username: 'rosa@agency.example',
      }),
    );
    expect(groups.Groups?.map(({ GroupName }) => GroupName)).toEqual(['readers']);
    succeeded(await account.cli('console', 'console', 'remove', 'rosa@agency.example'));
    const gone = await account.cli('console', 'console', 'remove', 'rosa@agency.example');
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('Nobody')]);
    await new CognitoIdentityProviderClient({}).send(
      new AdminSetUserPasswordCommand({
        UserPoolId: userPoolId,
        Username: 'ana@agency.example',
        Password: 'Correct-horse-7391',
        Permanent: true,
      }),
    );
  });
  it('shows nothing to a stranger, and sends them to the managed login', async () => {
    const first = await get('/console');
    expect([first.status, first.headers['location'], first.body]).toEqual([
      303,
      '/console/entrar?a=%2Fconsole',
      '',
    ]);
    const begun = await get('/console/entrar');
    expect(begun.status).toBe(303);
    const there = new URL(String(begun.headers['location']));
    expect(there.hostname).toMatch(/^giav-clientify-\w+\.auth\./);
    expect(there.searchParams.get('redirect_uri')).toBe(`${url}/vuelta`);
    expect(String(begun.headers['set-cookie'])).toMatch(/^__Host-sign-in=[^;]+; .*HttpOnly/);
  });
});
