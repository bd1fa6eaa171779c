import type { Decision, DynamoDecisions } from '../state/decisions';
import type { DynamoIncidents, Incident } from '../state/incidents';
import type { Link, Links } from '../ports/links';
import { REASONS, type Reason, type Subject } from '../sync/decision';

const isReason = (reason: string | undefined): reason is Reason =>
  reason !== undefined && reason in REASONS;

/** What waits for a human, for as long as it does. */
function waitingLines(link: Link | null): string[] {
  const parked = Object.entries(link?.parked ?? {}).map(
    ([field, { note }]) =>
      `Parked, ${field}: ${note}. Both sides keep their value; cli redrive --id client:${link?.id ?? ''} tries it again.`,
  );
  return [...parked, ...(link?.notices ?? []).map((notice) => `${notice}: ${REASONS[notice].en}`)];
}

function linkLine(link: Link | null): string {
  if (link === null) return 'No link: this record has not been seen by a run.';
  const where =
    link.clientifyId === undefined
      ? ''
      : ` to the Clientify ${link.kind ?? 'record'} ${link.clientifyId}`;
  const open = link.unverified === true ? ' A write to GIAV is not verified yet.' : '';
  return `Link: ${link.status}${where} (since ${link.at})${link.reason === undefined ? '' : `, ${link.reason}`}.${open}`;
}

const shown = (value: unknown): string =>
  value === undefined ? '(nothing)' : JSON.stringify(value);

/** What each side's value was replaced by; the old one can be put back. */
const replacedLines = ({ replaced }: Decision): string[] =>
  (replaced ?? []).map(({ field, side, from, to, why }) => {
    const where = side === 'giav' ? 'in GIAV' : 'in Clientify';
    return `  replaced ${where}, ${field} (${why}): ${shown(from)} → ${shown(to)}`;
  });

/** The field-by-field difference of a write to GIAV, sent or not. */
function giavLines({ giav, conflicts }: Decision): string[] {
  const lines = (conflicts ?? []).map(
    ({ field, giav: ours, clientify, winner }) =>
      `  conflict on ${field}: GIAV ${shown(ours)}, Clientify ${shown(clientify)}; ${winner === 'giav' ? 'GIAV' : 'Clientify'} wins`,
  );
  if (!giav) return lines;
  lines.push(
    `  ${giav.operation}${giav.mode === 'on' ? '' : ` (dry run, not sent${giav.why === undefined ? '' : `: ${giav.why}`})`}`,
  );
  for (const { field, from, to } of giav.changes)
    lines.push(`    ${field}: ${shown(from)} → ${shown(to)}`);
  if (giav.unreadable.length > 0)
    lines.push(`    without a source, so not sent: ${giav.unreadable.join(', ')}`);
  return lines;
}

function incidentLines({ at, restored, differences }: Incident): string[] {
  const head = `${at}  ALARM: after a write GIAV differed in other fields; ${restored ? 'what was lost was put back' : 'not everything was put back'}`;
  return [
    head,
    ...differences.map(
      ({ field, kind, before, after }) =>
        `  ${field} (${kind}): ${shown(before)} → ${shown(after)}`,
    ),
  ];
}

function decisionLines(decision: Decision): string[] {
  const lines = [
    `${decision.at}  run ${decision.runId}: ${decision.outcome}${decision.reason === undefined ? '' : ` ${decision.reason}`}`,
  ];
  if (isReason(decision.reason)) lines.push(`  ${REASONS[decision.reason].en}`);
  if (decision.message !== undefined) lines.push(`  ${decision.message}`);
  for (const value of decision.unmapped ?? []) lines.push(`  ${value}: the fallback was used`);
  for (const notice of decision.notices ?? [])
    lines.push(`  ${notice}${isReason(notice) ? `: ${REASONS[notice].en}` : ''}`);
  for (const { field, note } of decision.notes ?? []) lines.push(`  note on ${field}: ${note}`);
  lines.push(...replacedLines(decision), ...giavLines(decision));
  for (const { method, path, body } of decision.sent ?? []) {
    lines.push(`  ${method} ${path}`);
    if (body !== null && typeof body === 'object')
      for (const [field, value] of Object.entries(body))
        lines.push(`    ${field} = ${JSON.stringify(value)}`);
  }
  return lines;
}

/** What happened to a record, when and why, with what was sent field by field. Personal data: for the admin's eyes. */
export async function explain(
  ports: { links: Links; decisions: DynamoDecisions; incidents: DynamoIncidents },
  entity: Subject,
  id: string,
  now: Date,
): Promise<string[]> {
  const linked = entity === 'client' || entity === 'expediente';
  const link = linked ? await ports.links.get(entity, id) : null;
  const lines = [
    linked ? linkLine(link) : `The Clientify ${entity} ${id}, not linked to a GIAV client.`,
  ];
  lines.push(...waitingLines(link));
  if (entity === 'client')
    for (const incident of await ports.incidents.of(id)) lines.push(...incidentLines(incident));
  for await (const decision of ports.decisions.of(entity, id, now))
    lines.push(...decisionLines(decision));
  if (lines.length === 1)
    lines.push(
      'No stored decision: nothing was done to it in the last 30 days (unchanged records leave none).',
    );
  return lines;
}
