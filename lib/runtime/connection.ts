import { KNOWN } from '../sync/budget';
import { RetryableError } from '../sync/errors';

/**
 * Adapters are made once per execution environment, and again when the facts that they were made of (secrets, settings)
 * have changed. A failed attempt is made again at the next invocation; while the facts cannot be had for a moment, the
 * connection that is there is used.
 */
export function connection<Facts, T>(
  readFacts: () => Promise<Facts>,
  connect: (facts: Facts) => T | Promise<T>,
  now: () => number = Date.now,
): () => Promise<T> {
  let current:
    { readonly key: string; readonly value: Promise<T>; readonly until: number } | undefined;
  let attempt: Promise<T> | undefined;
  const renew = async (): Promise<T> => {
    let facts: Facts;
    try {
      facts = await readFacts();
    } catch (error) {
      if (current && error instanceof RetryableError) return current.value;
      current = undefined;
      throw error;
    }
    const key = JSON.stringify(facts);
    const value = current?.key === key ? current.value : Promise.resolve(connect(facts));
    const connected = await value;
    current = { key, value, until: now() + KNOWN.factsMs };
    return connected;
  };
  return () => {
    if (current && now() < current.until) return current.value;
    attempt ??= renew().finally(() => {
      attempt = undefined;
    });
    return attempt;
  };
}
