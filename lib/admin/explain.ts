import type { Decision, DynamoDecisions } from '../state/decisions';
import type { DynamoIncidents, Incident } from '../state/incidents';
import type { Link } from '../ports/links';
import type { DynamoLinks } from '../state/links';
import type { Subject } from '../sync/decision';
import { REASONS, type Reason } from '../sync/reasons';
import type { ClientKind } from '../sync/target';
import { TEXTS, type Texts } from './texts';

const isReason = (reason: string | undefined): reason is Reason =>
  reason !== undefined && Object.hasOwn(REASONS, reason);

/** What waits for a human, for as long as it does. */
function waitingLines(link: Link | null, { explain: say, language }: Texts): string[] {
  const parked = Object.entries(link?.parked ?? {}).map(([field, { note }]) =>
    say.parked(field, note, link?.id ?? ''),
  );
  const ids = (notice: Reason): string =>
    notice === 'DUPLICATE_IN_CLIENTIFY' ? ` (${(link?.duplicates ?? []).join(', ')})` : '';
  const notices = (link?.notices ?? []).map(
    (notice) => `${notice}${ids(notice)}: ${REASONS[notice][language]}`,
  );
  return [...parked, ...notices];
}

function linkLine(link: Link | null, { explain: say }: Texts): string {
  if (link === null) return say.noLink;
  const { status, kind, clientifyId, at, reason, unverified } = link;
  const where = clientifyId === undefined ? '' : say.linkedTo(kind ?? say.record, clientifyId);
  const why = reason === undefined ? '' : `, ${reason}`;
  return `${say.link(status, where, at, why)}${unverified === true ? say.unverified : ''}`;
}

const shown = (value: unknown, { explain: say }: Texts): string =>
  value === undefined ? say.nothing : JSON.stringify(value);

/** What each side's value was replaced by; the old one can be put back. */
const replacedLines = ({ replaced }: Decision, texts: Texts): string[] =>
  (replaced ?? []).map(({ field, side, from, to, why }) => {
    const head = texts.explain.replaced(texts.explain.side[side], field, why);
    return `  ${head}: ${shown(from, texts)} → ${shown(to, texts)}`;
  });

/** The field-by-field difference of a write to GIAV, sent or not. */
function giavLines({ giav, conflicts }: Decision, texts: Texts): string[] {
  const { explain: say } = texts;
  const lines = (conflicts ?? []).map(({ field, giav: ours, clientify, winner }) => {
    const name = winner === 'giav' ? 'GIAV' : 'Clientify';
    return `  ${say.conflict(field, shown(ours, texts), shown(clientify, texts), name)}`;
  });
  if (!giav) return lines;
  const why = giav.why === undefined ? '' : `: ${giav.why}`;
  lines.push(`  ${giav.operation}${giav.mode === 'on' ? '' : ` (${say.notSent}${why})`}`);
  for (const { field, from, to } of giav.changes)
    lines.push(`    ${field}: ${shown(from, texts)} → ${shown(to, texts)}`);
  if (giav.unreadable.length > 0)
    lines.push(`    ${say.withoutSource(giav.unreadable.join(', '))}`);
  return lines;
}

function incidentLines({ at, restored, differences }: Incident, texts: Texts): string[] {
  return [
    `${at}  ${texts.explain.alarm(restored)}`,
    ...differences.map(
      ({ field, kind, before, after }) =>
        `  ${field} (${kind}): ${shown(before, texts)} → ${shown(after, texts)}`,
    ),
  ];
}

/** What was sent to Clientify, field by field. */
function sentLines({ sent }: Decision): string[] {
  return (sent ?? []).flatMap(({ method, path, body }) => [
    `  ${method} ${path}`,
    ...(body !== null && typeof body === 'object'
      ? Object.entries(body).map(([field, value]) => `    ${field} = ${JSON.stringify(value)}`)
      : []),
  ]);
}

function decisionLines(decision: Decision, texts: Texts): string[] {
  const { at, runId, outcome, reason, message, unmapped, notices, notes } = decision;
  const { explain: say, language } = texts;
  const lines = [
    `${at}  ${say.run} ${runId}: ${outcome}${reason === undefined ? '' : ` ${reason}`}`,
  ];
  if (isReason(reason)) lines.push(`  ${REASONS[reason][language]}`);
  if (message !== undefined) lines.push(`  ${message}`);
  for (const value of unmapped ?? []) lines.push(`  ${say.fallback(value)}`);
  for (const notice of notices ?? [])
    lines.push(`  ${notice}${isReason(notice) ? `: ${REASONS[notice][language]}` : ''}`);
  for (const { field, note } of notes ?? []) lines.push(`  ${say.note(field, note)}`);
  return [
    ...lines,
    ...replacedLines(decision, texts),
    ...giavLines(decision, texts),
    ...sentLines(decision),
  ];
}

/** A record of Clientify: what is decided of one that is linked is decided of its client. */
async function whose(
  links: DynamoLinks,
  entity: ClientKind,
  id: string,
  { explain }: Texts,
): Promise<string> {
  const client = await links.clientOf(entity, id);
  return client === null ? explain.unlinked(entity, id) : explain.ofClient(entity, id, client);
}

/** What happened to a record, when and why, with what was sent field by field. Personal data: for the admin's eyes. */
export async function explain(
  ports: { links: DynamoLinks; decisions: DynamoDecisions; incidents: DynamoIncidents },
  entity: Subject,
  id: string,
  now: Date,
  texts: Texts = TEXTS.en,
): Promise<string[]> {
  const linked = entity === 'client' || entity === 'expediente';
  const link = linked ? await ports.links.get(entity, id) : null;
  const lines = [linked ? linkLine(link, texts) : await whose(ports.links, entity, id, texts)];
  lines.push(...waitingLines(link, texts));
  if (entity === 'client')
    for (const incident of await ports.incidents.of(id))
      lines.push(...incidentLines(incident, texts));
  for await (const decision of ports.decisions.of(entity, id, now))
    lines.push(...decisionLines(decision, texts));
  if (lines.length === 1) lines.push(texts.explain.noDecision);
  return lines;
}
