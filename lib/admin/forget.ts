import type { DeadLetter, DeadLetters } from '../queue/dead-letters';
import type { Audit, Audits } from '../state/audits';
import type { DynamoLinks } from '../state/links';
import type { Table } from '../state/table';
import type { Item } from '../state/items';
import type { Key } from '../state/keys';
import { RetryableError } from '../sync/errors';

export interface ForgetPorts {
  readonly table: Table;
  readonly links: DynamoLinks;
  readonly audits: Audits;
  readonly deadLetters: Pick<DeadLetters, 'take' | 'release' | 'remove' | 'unseen'>;
  readonly runs: { active(): Promise<{ readonly id: string } | null> };
  readonly now: () => Date;
  /** Who asks for it, for the audit line. */
  readonly by: string;
}

/** Whose ids stand in lists of what waits that are not named after them. */
const WAITING_FOR: Readonly<Record<string, string>> = {
  'expedientes-of': 'client',
  asked: 'client',
  'asked-expediente': 'expediente',
};

/** Ids under which something about the client may be stored. */
interface Traces {
  readonly client: string;
  /** Records of Clientify: `contact#123`. */
  readonly records: ReadonlySet<string>;
  readonly expedientes: ReadonlySet<string>;
}

const NAMED = /^(DECISION|INDEX|FAILED|PENDING|INCIDENT|UNVERIFIED|LINK|CLIENT_OF|CLAIM)/;

/** A mark that the id is not a record's client says nothing about that record. */
const isOwnLink = (item: Item, client: string): boolean =>
  item['id'] === client && item['foreign'] !== true;

/** Clients that were refused because of one Documento: theirs is a list of many. */
const isRefusedList = (item: Item, client: string): boolean =>
  item['owners'] instanceof Set && item['owners'].has(client);

/** What somebody asked at the console, and its answer: both sides of a client, or a rehearsal with them in it. */
const isAnswerAbout = (item: Item & Key, { client, expedientes, records }: Traces): boolean => {
  const text = JSON.stringify([item['result'], item['refused']]);
  const ids = [client, ...expedientes, ...[...records].map((one) => one.split('#')[1] ?? '')];
  return ids.some((id) => text.includes(`"${id}"`));
};

/** What an item holds about the client, by the name that the audit line uses; null = nothing. */
function heldBy(item: Item & Key, traces: Traces): string | null {
  const { client, records, expedientes } = traces;
  const { pk, sk } = item;
  const [what = '', of = '', id = ''] = pk.split('#');
  if (what === 'ASKED') return isAnswerAbout(item, traces) ? 'answers' : null;
  if (!NAMED.test(pk)) return null;
  const isTrace = (entity: string, one: string): boolean =>
    (entity === 'client' && one === client) ||
    (entity === 'expediente' && expedientes.has(one)) ||
    records.has(`${entity}#${one}`);
  // No run is in progress: nobody needs them, and nobody can tell whose Documentos stand in them.
  if (what === 'INDEX') return 'index';
  if (what === 'DECISION') return isTrace(of, id) ? 'decisions' : null;
  if (what === 'LINK') return isTrace(of, id) ? 'links' : null;
  if (what === 'CLIENT_OF') return isOwnLink(item, client) ? 'links' : null;
  // Of its creation in Clientify, or of its own creation in GIAV from one of its records.
  if (what === 'CLAIM')
    return item['owner'] === client || records.has(String(item['owner']).replace('-', '#'))
      ? 'claims'
      : null;
  if (what === 'INCIDENT') return item['clientId'] === client ? 'incidents' : null;
  if (what === 'UNVERIFIED') return sk === client ? 'unverified' : null;
  if (what === 'FAILED_BY') {
    const [, , entity = '', one = ''] = sk.split('#');
    return isTrace(entity, one) ? 'failures' : null;
  }
  const [entity = '', one = ''] = sk.split('#');
  if (what === 'FAILED') return isTrace(entity, one) ? 'failures' : null;
  const waitingFor = WAITING_FOR[entity] ?? entity.replace('change-of-', '');
  return isTrace(waitingFor, one) ? 'waiting' : null;
}

async function tracesOf({ table, links }: ForgetPorts, client: string): Promise<Traces> {
  const records = new Set<string>();
  const expedientes = new Set<string>();
  const link = await links.get('client', client).catch(() => null);
  if (link?.clientifyId !== undefined && link.kind !== undefined)
    records.add(`${link.kind}#${link.clientifyId}`);
  for await (const item of table.scan()) {
    const [what, kind = '', id = ''] = item.pk.split('#');
    if (what === 'CLIENT_OF' && isOwnLink(item, client)) records.add(`${kind}#${id}`);
    if (what === 'LINK' && kind === 'expediente' && item['clientId'] === client)
      expedientes.add(id);
  }
  return { client, records, expedientes };
}

const isAbout = ({ record }: DeadLetter, { client, expedientes, records }: Traces): boolean =>
  record !== null &&
  ((record.entity === 'client' && record.id === client) ||
    (record.entity === 'expediente' && expedientes.has(record.id)) ||
    records.has(`${record.entity}#${record.id}`));

/**
 * Until a look at the queue finds none of theirs: one may hide behind another. How many they were.
 * @throws RetryableError while the queue counts messages that cannot be looked at: one of them may be theirs.
 */
async function eraseLetters(
  deadLetters: ForgetPorts['deadLetters'],
  isTheirs: (letter: DeadLetter) => boolean,
): Promise<number> {
  const others = new Map<string, DeadLetter>();
  let erased = 0;
  try {
    for (let found = true; found;) {
      const letters = await deadLetters.take();
      const theirs = letters.filter(isTheirs);
      for (const letter of letters) if (!isTheirs(letter)) others.set(letter.messageId, letter);
      for (const letter of theirs) await deadLetters.remove(letter);
      erased += theirs.length;
      found = theirs.length > 0;
    }
    const unseen = await deadLetters.unseen(others.size);
    if (unseen > 0)
      throw new RetryableError({
        en: `${unseen} message(s) of the dead-letter queue could not be looked at and may be about this client. All else was erased: do it again in a minute.`,
        es: `No se han podido mirar ${unseen} mensaje(s) de la cola de fallidos, que pueden ser de este cliente. Todo lo demás se ha borrado: repítalo dentro de un minuto.`,
      });
  } finally {
    await deadLetters.release([...others.values()]);
  }
  return erased;
}

/** @throws RetryableError while a run is in progress */
async function noRunWorks({ runs }: Pick<ForgetPorts, 'runs'>): Promise<void> {
  const active = await runs.active();
  if (active !== null)
    throw new RetryableError({
      en: `The run ${active.id} is in progress and may be working on this client. Nothing was erased: try again after its end.`,
      es: `La ejecución ${active.id} está en marcha y puede estar con este cliente. No se ha borrado nada: inténtelo cuando termine.`,
    });
}

/** Erases what the table holds about the client, but its mark. How much it was, by the names that the audit line uses. */
async function eraseItems(
  table: Table,
  traces: Traces,
  stayAway: boolean,
): Promise<Record<string, number>> {
  const { client } = traces;
  const erased: Record<string, number> = {};
  const count = (what: string): void => {
    erased[what] = (erased[what] ?? 0) + 1;
  };
  for await (const item of table.scan()) {
    if (isRefusedList(item, client)) {
      await table.update(
        { pk: item.pk, sk: item.sk },
        { expression: 'DELETE owners :o', values: { ':o': new Set([client]) } },
      );
      count('claims');
      continue;
    }
    const held = heldBy(item, traces);
    if (held === null || (stayAway && item['status'] === 'forgotten')) continue;
    await table.delete({ pk: item.pk, sk: item.sk });
    // The same entry in the other order of the list is no second one.
    if (item.pk !== 'FAILED_BY') count(held);
  }
  // The link itself, of which the mark is what stays.
  if (stayAway) count('links');
  return erased;
}

/**
 * Erases what is stored about a client (RGPD): its link with all it remembers, decisions, failures, incidents, writes
 * that are not verified yet, claims, what waits, answers that tell of it, and its dead letters; the same of its expedientes. GIAV and Clientify are not touched.
 * With `stayAway` its id stays as a mark that it must not be synced again. Writes one audit line.
 */
export async function forgetClient(
  ports: ForgetPorts,
  client: string,
  stayAway: boolean,
): Promise<Audit> {
  await noRunWorks(ports);
  const traces = await tracesOf(ports, client);
  // The mark comes first: whoever looks in between finds a client that must not be synced.
  if (stayAway) await ports.links.forget(client, ports.now());
  const erased = await eraseItems(ports.table, traces, stayAway);
  const letters = await eraseLetters(ports.deadLetters, (letter) => isAbout(letter, traces));
  if (letters > 0) erased['deadLetters'] = letters;
  const audit: Audit = {
    at: ports.now().toISOString(),
    action: 'forget',
    subject: `client ${client}`,
    by: ports.by,
    erased,
    stays: stayAway ? 'its GIAV id, marked as forgotten' : 'nothing',
  };
  await ports.audits.add(audit);
  return audit;
}
