import { comparable, type Base } from './base';
import { hashText } from './hash';
import type { Reason } from './reasons';
import { CUSTOM_FIELDS, customFieldText, type Accepted, type Desired, type Target } from './target';

const COMPANY_CONSENTS = [CUSTOM_FIELDS.mailingConsent, CUSTOM_FIELDS.rgpdConsent];

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
  return COMPANY_CONSENTS.some((field) => {
    const before = base.giav.fields[field];
    return (
      desired.kind === 'company' &&
      before !== undefined &&
      before !== hashText(desired.customFields[field] ?? '')
    );
  });
}

/** What is told of a record that is not updated: a consent that was withdrawn stays active over there. */
export const withdrawnNotices = (desired: Desired, base: Base | null | undefined): Reason[] =>
  consentWithdrawn(desired, base) ? ['CONSENT_STILL_ACTIVE'] : [];

/** What of a record's consents GIAV says to be withdrawn, by the fields of contacts. */
const isUnsubscribed = ({ fields }: Desired): boolean => fields['unsubscribed'] === true;
const isUnsigned = ({ fields }: Desired): boolean => fields['gdpr_accept'] === false;

/**
 * What an admin should know of a record of Clientify after it was brought to what GIAV says: Clientify may take a write and
 * ignore a consent in it (clientify.md, C9), and then a person who withdrew it is still written to.
 * @param target as Clientify shows it after the write; what it does not show proves nothing
 */
export function consentNotices(desired: Desired, target: Target): Reason[] {
  const shows = (field: string): string => comparable(field, target.fields[field]);
  const isActive =
    desired.kind === 'company'
      ? COMPANY_CONSENTS.some((field) => {
          const shown = customFieldText(target.customFields?.[field]);
          const wanted = customFieldText(desired.customFields[field]);
          return shown !== '' && wanted !== '' && shown !== wanted;
        })
      : (isUnsubscribed(desired) &&
          'unsubscribed' in target.fields &&
          shows('unsubscribed') !== 'true') ||
        (isUnsigned(desired) && shows('gdpr_accept') === 'true');
  return isActive ? ['CONSENT_STILL_ACTIVE'] : [];
}

/** Whether it was withdrawn, and the record as it was read does not tell what Clientify shows of it. */
export const isConsentHidden = (desired: Desired, target: Target): boolean =>
  (isUnsubscribed(desired) && !('unsubscribed' in target.fields)) ||
  (isUnsigned(desired) && !('gdpr_accept' in target.fields));

const CONSENTS: ReadonlySet<string> = new Set([
  'unsubscribed',
  'gdpr_accept',
  ...COMPANY_CONSENTS.map((field) => `cf_${field}`),
]);

export const isConsent = (field: string): boolean => CONSENTS.has(field);

/** What Clientify made of a record without its consents: they are sent once more, and it may take them now. */
export const withoutConsents = (
  accepted: Readonly<Record<string, Accepted>> | undefined,
): Readonly<Record<string, Accepted>> | undefined =>
  accepted && Object.fromEntries(Object.entries(accepted).filter(([field]) => !isConsent(field)));

/** What a link tells of them. */
export interface KnownConsents {
  readonly kind?: string;
  readonly notices?: readonly string[];
  readonly accepted?: Readonly<Record<string, Accepted>>;
}

/** A consent that was withdrawn is still active in Clientify, as an admin was told: each full run tries it once more. */
export const isStuck = (link: Pick<KnownConsents, 'notices'> | null | undefined): boolean =>
  link?.notices?.includes('CONSENT_STILL_ACTIVE') === true;

/** What is told of its consents for as long as nobody looks at the record again. */
export const openConsents = (
  link: Pick<KnownConsents, 'notices'> | null | undefined,
): Reason[] | undefined => (isStuck(link) ? ['CONSENT_STILL_ACTIVE'] : undefined);

/** Consents that were withdrawn and that Clientify did not take, and nobody was told. Earlier versions did not tell it. */
export function hasUntoldConsent(link: KnownConsents | null | undefined): boolean {
  if (isStuck(link)) return false;
  const { kind, accepted = {} } = link ?? {};
  if (kind === 'company')
    return COMPANY_CONSENTS.some((field) => {
      const { got = '' } = accepted[`cf_${field}`] ?? {};
      return got !== '';
    });
  return accepted['unsubscribed']?.sent === true || accepted['gdpr_accept']?.sent === false;
}
