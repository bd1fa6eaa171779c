import type { Decision } from '../state/decisions';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Of the record itself: what belongs to it, as its tags, has names of its own. */
const RECORD = /^\/(?:contacts|companies|deals)\/(?:\d+\/)?$/;

/** A record's name in what was sent to Clientify. */
function nameOf(body: unknown): string | null {
  if (body === null || typeof body !== 'object') return null;
  const { first_name, last_name, name, business_name } = body as Record<string, unknown>;
  const person = [first_name, last_name].filter(isText).join(' ');
  return person || [name, business_name].find(isText) || null;
}

/**
 * The name of a record, for whoever has to tell it from others: as the newest of these decisions shows it. No list of names
 * is kept anywhere. Personal data.
 */
export function nameIn(decisions: readonly Decision[]): string | null {
  for (const { sent } of decisions)
    for (const { path, body } of sent ?? []) {
      const name = RECORD.test(path) ? nameOf(body) : null;
      if (name !== null) return name;
    }
  return null;
}
