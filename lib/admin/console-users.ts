import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  UserNotFoundException,
  UsernameExistsException,
  paginateListUsers,
  paginateListUsersInGroup,
  type CognitoIdentityProviderClient,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { GROUPS } from '../console/session/groups';
import type { Role } from '../console/session/person';
import { ConfigurationError } from '../sync/errors';

export interface ConsoleUserPorts {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
}

/** Somebody who is invited to the console. Personal data: for who asks, never for a log. */
export interface ConsoleUser {
  readonly email: string;
  /** As lines of the audit name them. */
  readonly id: string;
  /** null: in neither group, so not let in. */
  readonly role: Role | null;
  /** The invitation has been used. */
  readonly confirmed: boolean;
  /** ISO. */
  readonly since: string;
}

/** One e-mail address, as it is compared: without blanks around it, in lower case. */
export function readEmail(text: string): string {
  const email = z.email().safeParse(text.trim().toLowerCase()).data;
  if (email === undefined)
    throw new ConfigurationError({
      en: 'That is not an e-mail address.',
      es: 'Eso no es una dirección de correo.',
    });
  return email;
}

const ROLES = Object.keys(GROUPS) as Role[];
const WAITS = 'FORCE_CHANGE_PASSWORD';

/**
 * Lets a person into the console: a new one gets an e-mail with a password for the first time, one who has not used theirs
 * gets another e-mail. One who is there already is put into the other group where that is wanted. May be repeated.
 */
export async function inviteToConsole(
  { cognito, userPoolId: UserPoolId }: ConsoleUserPorts,
  email: string,
  role: Role,
): Promise<'invited' | 'invited-again' | 'known'> {
  const create = async (again: boolean): Promise<boolean> => {
    try {
      await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: email,
          UserAttributes: [
            { Name: 'email', Value: email },
            // Who can read the invitation has the address.
            { Name: 'email_verified', Value: 'true' },
          ],
          DesiredDeliveryMediums: ['EMAIL'],
          MessageAction: again ? 'RESEND' : undefined,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof UsernameExistsException) return false;
      throw error;
    }
  };
  const isNew = await create(false);
  const of = { UserPoolId, Username: email };
  for (const one of ROLES.filter((other) => other !== role))
    await cognito.send(new AdminRemoveUserFromGroupCommand({ ...of, GroupName: GROUPS[one] }));
  await cognito.send(new AdminAddUserToGroupCommand({ ...of, GroupName: GROUPS[role] }));
  if (isNew) return 'invited';
  const { UserStatus } = await cognito.send(new AdminGetUserCommand(of));
  if (UserStatus !== WAITS) return 'known';
  await create(true);
  return 'invited-again';
}

const attribute = ({ Attributes = [] }: UserType, name: string): string | undefined =>
  Attributes.find((one) => one.Name === name)?.Value;

/** Everybody in the user pool, by e-mail. */
export async function consoleUsers({
  cognito: client,
  userPoolId: UserPoolId,
}: ConsoleUserPorts): Promise<ConsoleUser[]> {
  const roles = new Map<string, Role>();
  // An admin who is a reader, too, is an admin.
  for (const role of ['reader', 'admin'] as const)
    for await (const { Users = [] } of paginateListUsersInGroup(
      { client },
      { UserPoolId, GroupName: GROUPS[role] },
    ))
      for (const { Username = '' } of Users) roles.set(Username, role);
  const found: ConsoleUser[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId }))
    for (const user of Users)
      found.push({
        email: attribute(user, 'email') ?? '',
        id: attribute(user, 'sub') ?? '',
        role: roles.get(user.Username ?? '') ?? null,
        confirmed: user.UserStatus !== WAITS,
        since: user.UserCreateDate?.toISOString() ?? '',
      });
  return found.sort((a, b) => a.email.localeCompare(b.email));
}

/** Nobody is let in by that address any more; a session that is open ends within five minutes. */
export async function removeFromConsole(
  { cognito, userPoolId: UserPoolId }: ConsoleUserPorts,
  email: string,
): Promise<void> {
  const of = { UserPoolId, Username: email };
  try {
    await cognito.send(new AdminUserGlobalSignOutCommand(of));
    await cognito.send(new AdminDeleteUserCommand(of));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
    throw new ConfigurationError({
      en: 'Nobody with this address is invited. `console users` lists who is.',
      es: 'Nadie con esta dirección está invitado. `console users` muestra quién lo está.',
    });
  }
}
