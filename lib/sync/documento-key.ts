import { createHash, createHmac } from 'node:crypto';

/** A Documento as stored keys show it: an HMAC with the key of the deployment, since a bare hash of a NIF can be guessed (RGPD). */
export const documentoKey = (key: string, documento: string): string =>
  createHmac('sha256', key).update(documento).digest('base64url');

/** As earlier versions stored it: only read, to be replaced. */
export const bareDocumentoKey = (documento: string): string =>
  createHash('sha256').update(documento).digest('base64url');
