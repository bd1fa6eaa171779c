import type * as z from 'zod';
import { ConfigurationError } from '../sync/errors';

type Issue = z.core.$ZodIssue;

const allowedKeys = (issue: Issue, schema: z.ZodType): string => {
  let node = schema as unknown as {
    def?: { innerType?: unknown };
    shape?: Record<string, unknown>;
  };
  const unwrap = (): void => {
    while (!node.shape && node.def?.innerType) node = node.def.innerType;
  };
  unwrap();
  for (const key of issue.path) {
    node = node.shape?.[String(key)] ?? {};
    unwrap();
  }
  return node.shape ? ` Allowed: ${Object.keys(node.shape).join(', ')}.` : '';
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** What each of a union's forms wants. */
const wanted = (issue: Issue): string =>
  issue.code === 'invalid_union' && issue.errors.length > 0
    ? [
        ...new Set(
          issue.errors.flat().map((inner) => [...inner.path.map(String), inner.message].join(': ')),
        ),
      ].join('; or ')
    : issue.message;

export interface ParseOptions {
  /** Names the values that do not fit. Never for what may hold a secret. @default false */
  readonly showValues?: boolean;
}

/**
 * Parses something from outside; what does not fit becomes one ConfigurationError that names the path, where it is no
 * secret the value, and what is allowed.
 */
export function parseOrExplain<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: string,
  options: ParseOptions = {},
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.') || '(top level)';
    const allowed = issue.code === 'unrecognized_keys' ? allowedKeys(issue, schema) : '';
    const given =
      options.showValues && issue.code !== 'unrecognized_keys'
        ? ` (given: ${JSON.stringify(valueAt(value, issue.path))})`
        : '';
    return `${path}: ${wanted(issue)}${given}.${allowed}`;
  });
  throw new ConfigurationError(`${what} is not valid: ${lines.join(' ')}`);
}
