import type { Decisions, Decision } from '../state/decisions';
import type { Link, Links } from '../state/links';
import { REASONS, type Entity, type Reason } from '../sync/decision';

const isReason = (reason: string | undefined): reason is Reason => reason !== undefined && reason in REASONS;

function linkLine(link: Link | null): string {
  if (link === null) return 'No link: this record has not been seen by a run.';
  const where = link.clientifyId === undefined ? '' : ` to the Clientify ${link.kind ?? 'record'} ${link.clientifyId}`;
  return `Link: ${link.status}${where} (since ${link.at})${link.reason === undefined ? '' : `, ${link.reason}`}.`;
}

function decisionLines(decision: Decision): string[] {
  const lines = [`${decision.at}  run ${decision.runId}: ${decision.outcome}${decision.reason === undefined ? '' : ` ${decision.reason}`}`];
  if (isReason(decision.reason)) lines.push(`  ${REASONS[decision.reason].en}`);
  if (decision.message !== undefined) lines.push(`  ${decision.message}`);
  for (const value of decision.unmapped ?? []) lines.push(`  ${value}: the fallback was used`);
  for (const { field, note } of decision.notes ?? []) lines.push(`  note on ${field}: ${note}`);
  for (const { method, path, body } of decision.sent ?? []) {
    lines.push(`  ${method} ${path}`);
    if (body !== null && typeof body === 'object')
      for (const [field, value] of Object.entries(body)) lines.push(`    ${field} = ${JSON.stringify(value)}`);
  }
  return lines;
}

/** What happened to a record, when and why, with what was sent field by field. Personal data: for the admin's eyes. */
export async function explain(ports: { links: Links; decisions: Decisions }, entity: Entity, id: string, now: Date): Promise<string[]> {
  const lines = [linkLine(await ports.links.get(entity, id))];
  for await (const decision of ports.decisions.of(entity, id, now)) lines.push(...decisionLines(decision));
  if (lines.length === 1) lines.push('No stored decision: nothing was done to it in the last 30 days (unchanged records leave none).');
  return lines;
}
