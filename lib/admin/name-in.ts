import type { Decision } from '../state/decisions';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

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
    for (const { body } of sent ?? []) {
      const name = nameOf(body);
      if (name !== null) return name;
    }
  return null;
}
