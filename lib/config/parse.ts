import type * as z from 'zod';
import { ConfigurationError } from '../sync/errors';

const allowedKeys = (issue: z.core.$ZodIssue, schema: z.ZodType): string => {
  let node = schema as unknown as { def?: { innerType?: unknown }; shape?: Record<string, unknown> };
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

/**
 * Parses something from outside; what does not fit becomes one ConfigurationError that names the path and
 * what is allowed.
 */
export function parseOrExplain<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.') || '(top level)';
    const allowed = issue.code === 'unrecognized_keys' ? allowedKeys(issue, schema) : '';
    return `${path}: ${issue.message}.${allowed}`;
  });
  throw new ConfigurationError(`${what} is not valid: ${lines.join(' ')}`);
}
