import type { Role } from './person';

/** The groups of the user pool that are let in, by what they may. */
export const GROUPS = { admin: 'admins', reader: 'readers' } as const satisfies Record<
  Role,
  string
>;
