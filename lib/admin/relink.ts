import type { ClientifyRecords } from '../ports/clientify';
import type { Giav } from '../ports/giav';
import { MINUTE_MS } from '../sync/budget';
import { firstPageOf, type PageIndexDialect } from '../sync/paging';
import { NOT_CHANGED_LISTS } from '../sync/changes';
import { kindOf } from '../sync/client-to-clientify';
import { trimDocumento } from '../sync/documento';
import { ConfigurationError, RetryableError } from '../sync/errors';
import type { GiavClient } from '../sync/records';
import { isClientKind } from '../sync/settle';
import { CUSTOM_FIELDS, type ClientKind, type TargetKind, type TargetRef } from '../sync/target';
import type { Audit, Audits } from '../state/audits';
import type { Links } from '../ports/links';
import type { Pending } from '../ports/pending';

/** How long the command may take from its claim on. */
const RELINK_MS = 5 * MINUTE_MS;

export interface RelinkPorts {
  readonly giav: Pick<Giav, 'readClient' | 'searchClients'>;
  readonly clientify: Pick<ClientifyRecords, 'read' | 'apply' | 'findByDocumento'>;
  readonly links: Pick<Links, 'get' | 'put' | 'replace' | 'claimRecord'>;
  readonly pending: Pick<Pending, 'add'>;
  readonly audits: Pick<Audits, 'add'>;
  readonly runs: { active(): Promise<{ readonly id: string } | null> };
  readonly pageIndex: PageIndexDialect;
  readonly now: () => Date;
  readonly by: string;
}

export interface Relinked {
  readonly kind: ClientKind;
  readonly clientifyId: string;
  /** GIAV id that the record carried until now. */
  readonly from: string;
}

/**
 * Gives a client the record of Clientify that carries exactly its Documento and the id of a client that GIAV no longer
 * has. A ConfigurationError says why not: both are looked at first, and nothing is written unless all of it holds. What
 * it writes is the gesintur_id alone; the run that follows brings the rest. A repeat after a crash goes on.
 */
export async function relinkClient(ports: RelinkPorts, id: string): Promise<Relinked> {
  const active = await ports.runs.active();
  if (active !== null)
    throw new RetryableError({
      en: `The run ${active.id} is in progress. Nothing was changed: try again after its end.`,
      es: `La ejecución ${active.id} está en marcha. No se ha cambiado nada: inténtelo de nuevo cuando termine.`,
    });
  const client = (await ports.giav.readClient(Number(id)))?.client;
  if (!client)
    throw new ConfigurationError({
      en: `GIAV does not show client ${id}.`,
      es: `GIAV no muestra el cliente ${id}.`,
    });
  const holder = await holderOf(ports, client);
  if (!(await isGone(ports, holder.gesinturId)))
    throw new ConfigurationError({
      en: `GIAV client ${holder.gesinturId} still exists and ${holder.kind} ${holder.id} is its record. Correct the Documento of one of both clients in GIAV.`,
      es: `El cliente ${holder.gesinturId} sigue existiendo en GIAV, y ${recordOf(holder)} es su registro. Corrija en GIAV el Documento de uno de los dos clientes.`,
    });
  await move(ports, id, holder);
  const kind = kindOf(client);
  await ports.audits.add(auditOf(ports, id, holder));
  return { kind, clientifyId: holder.id, from: holder.gesinturId };
}

const SPANISH: Readonly<Record<TargetKind, string>> = {
  contact: 'contacto',
  company: 'empresa',
  deal: 'oportunidad',
};
const recordOf = ({ kind, id }: TargetRef): string => `${SPANISH[kind]} ${id}`;

async function holderOf({ clientify }: RelinkPorts, client: GiavClient): Promise<TargetRef> {
  const documento = trimDocumento(client.documento);
  if (documento === '')
    throw new ConfigurationError({
      en: `Client ${client.id} has no Documento in GIAV.`,
      es: `El cliente ${client.id} no tiene Documento en GIAV.`,
    });
  const found = await clientify.findByDocumento(kindOf(client), documento);
  const [holder] = found;
  if (!holder)
    throw new ConfigurationError({
      en: `No ${kindOf(client)} of Clientify has exactly the Documento of client ${client.id}.`,
      es: `En Clientify nadie tiene exactamente el Documento del cliente ${client.id} (se ha buscado como ${SPANISH[kindOf(client)]}).`,
    });
  if (found.length > 1)
    throw new ConfigurationError({
      en: `Several records of Clientify have this Documento (${found.map((one) => one.id).join(', ')}): merge them first.`,
      es: `Varios registros de Clientify tienen este Documento (${found.map((one) => one.id).join(', ')}): fusiónelos antes.`,
    });
  if (holder.gesinturId === '' || holder.gesinturId === String(client.id))
    throw new ConfigurationError({
      en: `${holder.kind} ${holder.id} carries no other gesintur_id: the next run links it, or redrive client ${client.id}.`,
      es: `${recordOf(holder)} no lleva otro gesintur_id: lo enlaza la próxima ejecución, o relance el cliente ${client.id}.`,
    });
  if (!/^\d{1,10}$/.test(holder.gesinturId))
    throw new ConfigurationError({
      en: `The gesintur_id of ${holder.kind} ${holder.id} is no id of GIAV: correct it there.`,
      es: `El gesintur_id de ${recordOf(holder)} no es un id de GIAV: corríjalo allí.`,
    });
  return holder;
}

/** By both ways of asking: one alone may fail to show a client for another reason. */
async function isGone({ giav, pageIndex }: RelinkPorts, id: string): Promise<boolean> {
  if ((await giav.readClient(Number(id))) !== null) return false;
  const found = await giav.searchClients(firstPageOf(pageIndex), { idsCliente: [Number(id)] });
  return ![...found.records, ...found.invalid].some((one) => String(one.id) === id);
}

/** Somebody else may give the record to another client with this Documento at the same moment. */
async function claim(
  links: RelinkPorts['links'],
  id: string,
  { kind, id: clientifyId }: TargetRef,
  now: Date,
): Promise<void> {
  if (!isClientKind(kind)) return;
  const claimant = { holder: `relink-${id}`, until: new Date(now.getTime() + RELINK_MS) };
  const given = await links.claimRecord({ kind, clientifyId, client: id }, claimant, now);
  if (given.is === 'theirs')
    throw new ConfigurationError(
      `${kind} ${clientifyId} belongs to GIAV client ${given.client} now.`,
    );
}

/** First the old client's link lets go, then the record is claimed and changes its id, then the new client has it. */
async function move(
  { clientify, links, pending, now }: RelinkPorts,
  id: string,
  holder: TargetRef,
): Promise<void> {
  const at = now().toISOString();
  const old = await links.get('client', holder.gesinturId);
  if (old)
    await links.put('client', {
      id: old.id,
      status: 'refused',
      reason: 'NOT_IN_GIAV',
      rev: old.rev,
      at,
    });
  await claim(links, id, holder, now());
  const target = await clientify.read(holder.kind, holder.id);
  if (!target)
    throw new ConfigurationError({
      en: `${holder.kind} ${holder.id} is gone from Clientify.`,
      es: `${recordOf(holder)} ya no está en Clientify.`,
    });
  await clientify.apply(target, {
    ...NOT_CHANGED_LISTS,
    fields: {},
    customFields: { [CUSTOM_FIELDS.gesinturId]: id },
  });
  const own = await links.get('client', id);
  // Without what both sides showed: the two clients of GIAV are different records, so this is their first meeting.
  await links.replace(
    'client',
    { id, status: 'linked', kind: holder.kind, clientifyId: holder.id, pending: true, at },
    own,
  );
  // The next run reads it, whoever starts it, and its deals may come now.
  await pending.add('client', id);
  await pending.add('expedientes-of', id);
}

const auditOf = ({ now, by }: RelinkPorts, id: string, holder: TargetRef): Audit => ({
  at: now().toISOString(),
  action: 'relink',
  subject: `client ${id}`,
  by,
  erased: { links: 1 },
  stays: `${holder.kind} ${holder.id}, which was client ${holder.gesinturId}'s`,
});
