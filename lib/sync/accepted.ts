import type { Sides } from './base';
import { sameField } from './same-field';
import { customFieldText, type Accepted, type Desired } from './target';

/** What the API made of just that value, when it was sent: it would make the same of it again. */
export const sameAsAccepted = (
  accepted: Accepted | undefined,
  desired: unknown,
  actual: unknown,
): boolean =>
  accepted !== undefined &&
  accepted.sent === desired &&
  JSON.stringify(accepted.got) === JSON.stringify(actual);

/** What the API made of what we sent, field by field; only where it is not what we wanted. */
export function acceptedOf(
  desired: Desired,
  sent: ReadonlySet<string>,
  after: Sides['target'],
): Record<string, Accepted> {
  const accepted: Record<string, Accepted> = {};
  for (const [name, value] of Object.entries(desired.fields))
    if (sent.has(name) && name in after.fields && !sameField(name, value, after.fields[name]))
      accepted[name] = { sent: value, got: after.fields[name] };
  for (const [name, value] of Object.entries(desired.customFields)) {
    const got = customFieldText(after.customFields?.[name]);
    if (sent.has(`cf_${name}`) && after.customFields && value.trim() !== got)
      accepted[`cf_${name}`] = { sent: value, got };
  }
  return accepted;
}
