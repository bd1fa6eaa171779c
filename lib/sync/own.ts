/**
 * What an object holds itself under a name that comes from outside: never what every object inherits, as `constructor`. A
 * field of such a name that is not there would be taken for one that is.
 */
export const own = <T>(
  of: Readonly<Partial<Record<string, T>>> | undefined,
  name: string,
): T | undefined => (of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined);
