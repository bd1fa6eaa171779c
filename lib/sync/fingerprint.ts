import { createHash } from 'node:crypto';
import { MAPPING_VERSION } from './fields/table';
import { RELATIONS, resourceId } from './relations';
import type { Desired } from './target';

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, canonical(inner)]),
    );
  return value;
};

/** Relations by id: the host and prefix of their URLs may change without a change of content. */
const byId = (fields: Desired['fields']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      RELATIONS.has(name) ? resourceId(value) : value,
    ]),
  );

/** Content hash of all that a record should be. Equal fingerprints mean that there is nothing to send. */
export const fingerprint = (desired: Desired): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        canonical({
          ...desired,
          fields: byId(desired.fields),
          notes: undefined,
          plain: undefined,
          cut: undefined,
          notRead: undefined,
          version: MAPPING_VERSION,
        }),
      ),
    )
    .digest('base64url');

/** Equal keys mean that the mapping settings are the same. */
export const settingsKey = (settings: string): string =>
  createHash('sha256').update(`${MAPPING_VERSION} ${settings}`).digest('base64url').slice(0, 16);
