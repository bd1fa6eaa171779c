import type { Base } from './base';
import { hashText } from './hash';
import { CUSTOM_FIELDS, type Desired } from './target';

/**
 * Whether a consent was withdrawn in GIAV since both sides were last in step: of a record that may not be updated it stays
 * active in Clientify, which must be loud (rules of data, section 4).
 * @param base what both sides showed then; without it nothing of ours is active there
 */
export function consentWithdrawn(desired: Desired, base: Base | null | undefined): boolean {
  if (!base) return false;
  const was = (field: string, value: string): boolean =>
    base.clientify.fields[field] === hashText(value);
  if (desired.fields['unsubscribed'] === true && was('unsubscribed', 'false')) return true;
  if (desired.fields['gdpr_accept'] === false && was('gdpr_accept', 'true')) return true;
  // Companies keep both as texts that a setting chooses: any change of GIAV's is told.
  return [CUSTOM_FIELDS.mailingConsent, CUSTOM_FIELDS.rgpdConsent].some((field) => {
    const before = base.giav.fields[field];
    return (
      desired.kind === 'company' &&
      before !== undefined &&
      before !== hashText(desired.customFields[field] ?? '')
    );
  });
}
