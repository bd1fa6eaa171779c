import { createHash } from 'node:crypto';

/** A short one-way hash of a comparable text: enough to see that it changed, without keeping personal data (RGPD). */
export const hashText = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);
