import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import {
  consoleUsers,
  inviteToConsole,
  readEmail,
  removeFromConsole,
} from '../../lib/admin/console-users';

interface Kept {
  readonly status: string;
  readonly groups: Set<string>;
  mails: number;
}

const mock = mockClient(CognitoIdentityProviderClient);
const ports = { cognito: new CognitoIdentityProviderClient({}), userPoolId: 'eu-west-1_Agency' };
let people: Map<string, Kept>;
const said = { message: 'x', $metadata: {} };

const of = (input: { Username?: string | undefined; UserPoolId?: string | undefined }): Kept => {
  expect(input.UserPoolId).toBe('eu-west-1_Agency');
  const found = people.get(input.Username ?? '');
  if (!found) throw new UserNotFoundException(said);
  return found;
};

/** Users as pages of one, so that nobody can forget to ask for the rest. */
const page = (names: string[], token: string | undefined) => {
  const at = Number(token ?? 0);
  const name = names[at];
  return {
    Users:
      name === undefined
        ? []
        : [
            {
              Username: name,
              UserStatus: people.get(name)?.status as 'CONFIRMED',
              UserCreateDate: new Date('2026-03-02T09:00:00Z'),
              Attributes: [
                { Name: 'sub', Value: `sub-of-${name}` },
                { Name: 'email', Value: name },
              ],
            },
          ],
    next: at + 1 < names.length ? String(at + 1) : undefined,
  };
};

beforeEach(() => {
  people = new Map();
  mock.reset();
  mock.on(AdminCreateUserCommand).callsFake((input: AdminCreateUserCommand['input']) => {
    const name = input.Username ?? '';
    const known = people.get(name);
    if (input.MessageAction === 'RESEND') {
      if (known?.status !== 'FORCE_CHANGE_PASSWORD') throw new Error('not to be sent again');
      known.mails += 1;
      return {};
    }
    if (known) throw new UsernameExistsException(said);
    expect(input.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    people.set(name, { status: 'FORCE_CHANGE_PASSWORD', groups: new Set(), mails: 1 });
    return {};
  });
  mock
    .on(AdminAddUserToGroupCommand)
    .callsFake(
      (input: AdminAddUserToGroupCommand['input']) => (
        of(input).groups.add(input.GroupName ?? ''),
        {}
      ),
    );
  mock
    .on(AdminRemoveUserFromGroupCommand)
    .callsFake(
      (input: AdminRemoveUserFromGroupCommand['input']) => (
        of(input).groups.delete(input.GroupName ?? ''),
        {}
      ),
    );
  mock
    .on(AdminGetUserCommand)
    .callsFake((input: AdminGetUserCommand['input']) => ({ UserStatus: of(input).status }));
  mock
    .on(AdminUserGlobalSignOutCommand)
    .callsFake((input: AdminUserGlobalSignOutCommand['input']) => (of(input), {}));
  mock
    .on(AdminDeleteUserCommand)
    .callsFake(
      (input: AdminDeleteUserCommand['input']) => (
        of(input),
        people.delete(input.Username ?? ''),
        {}
      ),
    );
  mock.on(ListUsersCommand).callsFake((input: ListUsersCommand['input']) => {
    const { Users, next } = page([...people.keys()], input.PaginationToken);
    return { Users, PaginationToken: next };
  });
  mock.on(ListUsersInGroupCommand).callsFake((input: ListUsersInGroupCommand['input']) => {
    const members = [...people].filter(([, { groups }]) => groups.has(input.GroupName ?? ''));
    const { Users, next } = page(
      members.map(([name]) => name),
      input.NextToken,
    );
    return { Users, NextToken: next };
  });
});

const groupsOf = (name: string): string[] => [...(people.get(name)?.groups ?? [])];

describe('who is invited to the console', () => {
  it('gets an e-mail, as an admin or as a reader', async () => {
    expect(await inviteToConsole(ports, 'ana@agency.example', 'admin')).toBe('invited');
    expect(await inviteToConsole(ports, 'rosa@agency.example', 'reader')).toBe('invited');
    expect([groupsOf('ana@agency.example'), groupsOf('rosa@agency.example')]).toEqual([
      ['admins'],
      ['readers'],
    ]);
    expect(people.get('ana@agency.example')?.mails).toBe(1);
  });
  it('gets another e-mail as long as the first one was not used', async () => {
    await inviteToConsole(ports, 'ana@agency.example', 'admin');
    expect(await inviteToConsole(ports, 'ana@agency.example', 'admin')).toBe('invited-again');
    expect(people.get('ana@agency.example')?.mails).toBe(2);
  });
  it('is put into the other group without an e-mail when they are there already', async () => {
    people.set('ana@agency.example', {
      status: 'CONFIRMED',
      groups: new Set(['admins']),
      mails: 0,
    });
    expect(await inviteToConsole(ports, 'ana@agency.example', 'reader')).toBe('known');
    expect(groupsOf('ana@agency.example')).toEqual(['readers']);
    expect(people.get('ana@agency.example')?.mails).toBe(0);
  });
  it('is listed with their part, page after page, and those without one, too', async () => {
    for (let at = 0; at < 3; at += 1)
      await inviteToConsole(ports, `reader${at}@agency.example`, 'reader');
    await inviteToConsole(ports, 'ana@agency.example', 'admin');
    people.set('both@agency.example', {
      status: 'CONFIRMED',
      groups: new Set(['readers', 'admins']),
      mails: 0,
    });
    people.set('none@agency.example', { status: 'CONFIRMED', groups: new Set(), mails: 0 });
    const users = await consoleUsers(ports);
    expect(users.map(({ email, role, confirmed }) => [email, role, confirmed])).toEqual([
      ['ana@agency.example', 'admin', false],
      ['both@agency.example', 'admin', true],
      ['none@agency.example', null, true],
      ['reader0@agency.example', 'reader', false],
      ['reader1@agency.example', 'reader', false],
      ['reader2@agency.example', 'reader', false],
    ]);
    expect(users[0]).toMatchObject({
      id: 'sub-of-ana@agency.example',
      since: '2026-03-02T09:00:00.000Z',
    });
  });
  it('is signed out everywhere when they are removed', async () => {
    await inviteToConsole(ports, 'ana@agency.example', 'admin');
    await removeFromConsole(ports, 'ana@agency.example');
    expect(people.size).toBe(0);
    expect(mock.commandCalls(AdminUserGlobalSignOutCommand)).toHaveLength(1);
  });
  it('is told when nobody is there to be removed', async () => {
    await expect(removeFromConsole(ports, 'eve@agency.example')).rejects.toThrow(
      'Nobody with this address',
    );
  });
  it('is one person however the address is written, and an address at all', () => {
    expect(readEmail(' Ana@Agency.Example ')).toBe('ana@agency.example');
    for (const wrong of ['ana', 'ana@', '@agency.example', 'a b@agency.example', ''])
      expect(() => readEmail(wrong)).toThrow('not an e-mail address');
  });
});
