/** Calls made, by system and method, and how long each system took to answer them, in milliseconds. */
export type Calls = Record<
  'giav' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'giavMs' | 'clientifyMs',
  number
>;

/** Counts from now on. @param read counts since the process began */
export function counting<Counted extends Partial<Calls>>(read: () => Counted): () => Counted {
  const before = read();
  return () => {
    const now = Object.entries(read()).map(([name, count]) => [
      name,
      count - (before[name as keyof Calls] ?? 0),
    ]);
    return Object.fromEntries(now) as Counted;
  };
}
