import { createHash } from 'node:crypto';
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

/** Bump when the meaning of a mapped record changes without its data: every record is then compared again. */
const MAPPING_VERSION = 1;

/** Content hash of all that a record should be. Equal fingerprints mean that there is nothing to send. */
export const fingerprint = (desired: Desired): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical({ ...desired, notes: undefined, version: MAPPING_VERSION })))
    .digest('base64url');

/** A one-way key for a Documento: stored keys hold no personal data (RGPD). */
export const documentoKey = (documento: string): string => createHash('sha256').update(documento).digest('base64url');
