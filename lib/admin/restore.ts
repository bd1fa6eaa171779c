import { leftAlone } from './left-alone';
import type { ClientifyRecords } from '../ports/clientify';
import { meetingOf } from '../config/meeting';
import type { SyncConfig } from '../config/schema';
import type { ChangeQueue } from '../ports/queues';
import type { DynamoDecisions } from '../state/decisions';
import type { Links } from '../ports/links';
import type { sidesOf } from '../sync/base';
import type { Changes } from '../sync/changes';
import { addressLine } from '../sync/address';
import { comparableEmail, phoneDigits } from '../sync/cleaning';
import { ConfigurationError } from '../sync/errors';
import { isList, isTwoWay } from '../sync/ownership';
import { keptText, type Replaced } from '../sync/replaced';
import { isClientKind } from '../sync/settle';
import { MAIN_ADDRESS, type ClientKind, type Target } from '../sync/target';
import { TYPED_ENTRY, typedField } from '../sync/typed-again';

export interface RestorePorts {
  readonly links: Pick<Links, 'get'>;
  readonly decisions: Pick<DynamoDecisions, 'of' | 'putMany'>;
  readonly clientify: Pick<ClientifyRecords, 'read' | 'apply'>;
  readonly changes: Pick<ChangeQueue, 'send'>;
  readonly config: SyncConfig;
}

export interface Restored {
  readonly field: string;
  /** What Clientify showed until now. */
  readonly from: string;
  readonly to: string;
  /** When the value was replaced (ISO). */
  readonly replacedAt: string;
  /** Whether it goes on to GIAV by itself. */
  readonly goesToGiav: boolean;
}

/**
 * Types a replaced value into Clientify again, as a person would: from there it takes the ordinary way to GIAV, with every
 * check of a write. What it takes the place of is kept with a decision of its own. Possible while a decision still holds the
 * value (30 days; 90 for GIAV's).
 * @param at moment of the decision that replaced it (ISO). @default - the last one that did
 */
export async function restoreField(
  ports: RestorePorts,
  id: string,
  field: string,
  now: Date,
  at?: string,
): Promise<Restored> {
  const link = await linkOf(ports, id);
  const { kind, clientifyId } = link;
  if (!isEditable(kind, field, ports.config))
    throw new ConfigurationError({
      en: `The field ${field} always flows from GIAV: correct it there.`,
      es: `El campo ${field} viene siempre de GIAV: corríjalo allí.`,
    });
  const found = await lastReplaced(ports, id, field, now, at);
  if (found === null)
    throw new ConfigurationError({
      en: `No decision holds a replaced value of ${field} for the client ${id} any more.`,
      es: `Ninguna decisión guarda ya un valor reemplazado de ${field} del cliente ${id}.`,
    });
  const target = await ports.clientify.read(kind, clientifyId);
  if (target === null)
    throw new ConfigurationError({
      en: `The record ${clientifyId} is gone in Clientify.`,
      es: `El registro ${clientifyId} ya no está en Clientify.`,
    });
  const changes = typing(target, found, link.snapshot ?? null);
  const from = shownNow(target, field, changes);
  await keep(ports, target, { field, from, to: found.from }, { id, now });
  await ports.clientify.apply(target, changes);
  const goesToGiav = meetingOf(ports.config).wayBack === 'on';
  await ports.changes.send({ v: 1, kind: 'change', of: kind, id: clientifyId, source: 'redrive' });
  return { field, from, to: found.from, replacedAt: found.at, goesToGiav };
}

async function linkOf({ links, config }: RestorePorts, id: string) {
  const link = await links.get('client', id);
  if (link?.clientifyId === undefined || !isClientKind(link.kind))
    throw new ConfigurationError({
      en: `The client ${id} is not linked to a record of Clientify.`,
      es: `El cliente ${id} no está enlazado con ningún registro de Clientify.`,
    });
  if (link.undone !== undefined && meetingOf(config).wayBack !== 'off')
    throw new ConfigurationError(
      leftAlone(id, { en: 'a value that is put back', es: 'recuperar un valor' }),
    );
  return { kind: link.kind, clientifyId: link.clientifyId, snapshot: link.snapshot };
}

/** What the typing takes the place of; an entry that is added takes nobody's. */
function shownNow({ fields, addresses }: Target, field: string, changes: Changes): string {
  if (field !== 'address') return isList(field) ? '' : keptText(field, fields[field]);
  const [replace] = changes.addresses.replace;
  return addressLine(addresses?.find(({ id }) => id === replace?.id));
}

/** Before it is sent: nobody may have seen yet what somebody typed there meanwhile. */
async function keep(
  { decisions }: RestorePorts,
  { kind, id: clientifyId }: Target,
  { field, from, to }: Pick<Restored, 'field' | 'from' | 'to'>,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<void> {
  if (from === '' || from === to) return;
  const replaced: Replaced[] = [{ field, side: 'clientify', from, to, why: 'restored' }];
  const result = { outcome: 'updated' } as const;
  const told = { entity: 'client', id, runId: 'restore', at: now.toISOString() } as const;
  await decisions.putMany([{ ...told, result, kind, clientifyId, replaced }], now);
}

const isEditable = (kind: ClientKind, field: string, { owners }: SyncConfig): boolean =>
  field === 'address' ? isTwoWay(kind, 'street', owners) : isTwoWay(kind, field, owners);

async function lastReplaced(
  ports: RestorePorts,
  id: string,
  field: string,
  now: Date,
  wanted?: string,
): Promise<(Replaced & { at: string }) | null> {
  for await (const { at, replaced } of ports.decisions.of('client', id, now)) {
    if (wanted !== undefined && at !== wanted) continue;
    const one = replaced?.findLast((value) => value.field === field && value.from !== '');
    if (one) return { ...one, at };
  }
  return null;
}

const NONE = { add: [], replace: [], remove: [] };

function typing(
  target: Target,
  { field, from }: Replaced,
  base: Parameters<typeof sidesOf>[2],
): Changes {
  const nothing: Changes = {
    fields: {},
    customFields: {},
    emails: NONE,
    phones: NONE,
    addresses: NONE,
    tags: [],
  };
  if (field === 'address') return { ...nothing, addresses: typedAddress(target, from, base) };
  if (!isList(field))
    return { ...nothing, fields: { [field]: typedField(field, from, target.fields[field]) } };
  if (field === 'emails') {
    const there = target.emails?.some(
      ({ email }) => comparableEmail(email) === comparableEmail(from),
    );
    return { ...nothing, emails: there ? NONE : { ...NONE, add: [TYPED_ENTRY.emails(from)] } };
  }
  const there = target.phones?.some(({ phone }) => phoneDigits(phone) === phoneDigits(from));
  return { ...nothing, phones: there ? NONE : { ...NONE, add: [TYPED_ENTRY.phones(from)] } };
}

function typedAddress(
  target: Target,
  line: string,
  base: Parameters<typeof sidesOf>[2],
): Changes['addresses'] {
  const known = base?.addressId;
  const ours =
    target.addresses?.find(({ id }) => id === known) ??
    target.addresses?.find(({ type }) => type === MAIN_ADDRESS);
  const typed = TYPED_ENTRY.address(line);
  return ours
    ? { ...NONE, replace: [{ id: ours.id, entry: { ...typed, type: ours.type } }] }
    : { ...NONE, add: [typed] };
}
