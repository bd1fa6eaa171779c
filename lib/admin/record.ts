import type { Failure } from '../ports/failures';
import type { Link } from '../ports/links';
import type { Entity, Subject } from '../sync/decision';
import { RecordError } from '../sync/errors';
import type { ClientKind } from '../sync/target';
import type { Decision } from '../state/decisions';
import type { Incident } from '../state/incidents';
import type { DeskPorts } from './admin-ports';
import { nameIn } from './name-in';

export type { Decision } from '../state/decisions';
export type { Incident } from '../state/incidents';

export type RecordPorts = Pick<DeskPorts, 'links' | 'decisions' | 'failures' | 'incidents'>;

/** All that is known of one record. Personal data: for the admin's eyes. */
export interface KnownRecord {
  readonly entity: Subject;
  readonly id: string;
  readonly name: string | null;
  readonly link: Link | null;
  /** Why the link cannot be read, where it cannot. */
  readonly unreadable: string | null;
  readonly failure: Failure | null;
  /** Newest first, as many as one page shows. */
  readonly decisions: readonly Decision[];
  readonly incidents: readonly Incident[];
}

const DECISIONS = 50;
const isLinked = (entity: Subject): entity is Entity =>
  entity === 'client' || entity === 'expediente';

async function linkOf(
  { links }: RecordPorts,
  entity: Subject,
  id: string,
): Promise<Pick<KnownRecord, 'link' | 'unreadable'>> {
  if (!isLinked(entity)) return { link: null, unreadable: null };
  try {
    return { link: await links.get(entity, id), unreadable: null };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { link: null, unreadable: error.message };
  }
}

export async function readRecord(
  ports: RecordPorts,
  entity: Subject,
  id: string,
  now: Date,
): Promise<KnownRecord> {
  const [link, failure, decisions, incidents] = await Promise.all([
    linkOf(ports, entity, id),
    ports.failures.get(entity, id),
    ports.decisions.latest(entity, id, DECISIONS, now),
    entity === 'client' ? ports.incidents.of(id) : [],
  ]);
  return { entity, id, name: nameIn(decisions), ...link, failure, decisions, incidents };
}

/** Where a record is to be found. */
export interface Found {
  readonly entity: Subject;
  readonly id: string;
}

const CLIENTIFY_URL = /\/(contacts|companies|deals)\/(\d{1,19})(?:\/|\?|#|$)/;
const KINDS = { contacts: 'contact', companies: 'company', deals: 'deal' } as const;

/** A record of Clientify that a pasted address names. */
export function clientifyIn(text: string): { kind: ClientKind | 'deal'; id: string } | null {
  const [, list = '', id = ''] = CLIENTIFY_URL.exec(text) ?? [];
  return list in KINDS ? { kind: KINDS[list as keyof typeof KINDS], id } : null;
}

/** The record of GIAV that belongs to a record of Clientify; that one itself where none does. */
export async function ofClientify(
  { links }: Pick<RecordPorts, 'links'>,
  kind: ClientKind,
  id: string,
): Promise<Found> {
  const client = await links.clientOf(kind, id);
  return client === null ? { entity: kind, id } : { entity: 'client', id: client };
}
