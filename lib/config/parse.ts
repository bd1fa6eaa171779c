import type * as z from 'zod';
// Not by way of `z`: a bundle would hold the words of all fifty languages.
import { es } from 'zod/locales';
import { ConfigurationError } from '../sync/errors';
import { inBoth, type Said } from '../sync/said';

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
  return node.shape ? Object.keys(node.shape).join(', ') : '';
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** What each of a union's forms wants. */
const wanted = (issue: Issue, or: string): string =>
  issue.code === 'invalid_union' && issue.errors.length > 0
    ? [
        ...new Set(
          issue.errors.flat().map((inner) => [...inner.path.map(String), inner.message].join(': ')),
        ),
      ].join(or)
    : issue.message;

export const ENVIRONMENT: Said = { en: 'The environment', es: 'El entorno' };

export interface ParseOptions {
  /** Names the values that do not fit. Never for what may hold a secret. @default false */
  readonly showValues?: boolean;
}

const WORDS = {
  en: {
    top: '(top level)',
    allowed: 'Allowed',
    given: 'given',
    or: '; or ',
    wrong: 'is not valid',
  },
  es: { top: '(raíz)', allowed: 'Permitido', given: 'dado', or: '; o ', wrong: 'no es válido' },
} as const;
/** Spanish of the library; sentences of a schema's own stay as they are. */
const SPANISH = es().localeError;

/**
 * Parses something from outside; what does not fit becomes one ConfigurationError that names the path, where it is no
 * secret the value, and what is allowed. @param what is parsed; in Spanish a masculine noun
 */
export function parseOrExplain<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: Said,
  options: ParseOptions = {},
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = {
    en: parsed.error.issues,
    es: schema.safeParse(value, { error: SPANISH }).error?.issues ?? [],
  };
  throw new ConfigurationError(
    inBoth((language) => {
      const words = WORDS[language];
      const lines = issues[language].map((issue) => {
        const path = issue.path.map(String).join('.') || words.top;
        const isName = issue.code === 'unrecognized_keys';
        const names = isName ? allowedKeys(issue, schema) : '';
        const allowed = names === '' ? '' : ` ${words.allowed}: ${names}.`;
        const given =
          options.showValues && !isName
            ? ` (${words.given}: ${JSON.stringify(valueAt(value, issue.path))})`
            : '';
        return `${path}: ${wanted(issue, words.or)}${given}.${allowed}`;
      });
      return `${what[language]} ${words.wrong}: ${lines.join(' ')}`;
    }),
  );
}
