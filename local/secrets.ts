import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from './template';

/** Ids of the local deployment's secrets. */
export const SECRETS = {
  giav: 'giav-clientify/default/giav',
  clientify: 'giav-clientify/default/clientify',
  webhook: 'giav-clientify/default/webhook',
  documentos: 'giav-clientify/default/documentos',
} as const;

const GENERATED: Readonly<Record<string, string>> = {
  key: SECRETS.documentos,
  current: SECRETS.webhook,
};

/** Which secret a resource of the template stands for: by what AWS would generate. */
export function secretOf({ Properties }: Resource): string {
  const generated = Properties['GenerateSecretString'] as
    { GenerateStringKey?: string } | undefined;
  const known = GENERATED[generated?.GenerateStringKey ?? ''];
  if (known === undefined) throw new Error('a secret of the template that nobody knows here');
  return known;
}

/** The key of the stored Documentos: made once for a state directory, as AWS does for a deployment. */
export function documentoKeyOf(stateDirectory: string): string {
  mkdirSync(stateDirectory, { recursive: true });
  const file = join(stateDirectory, 'documento-key');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}
