import { consentWithdrawn } from '../../lib/sync/consents';
import type { Base } from '../../lib/sync/base';
import type { GiavClient } from '../../lib/sync/records';
import { desiredOf, inStep } from '../harness/look';

const CONTACT: Partial<GiavClient> = {
  nombre: 'Ana',
  mailingConsent: 'Accepted',
  rgpdSigned: true,
};
const COMPANY: Partial<GiavClient> = { ...CONTACT, tipo: 'Empresa', apellidos: 'Duero SL' };
const after = (
  before: Partial<GiavClient>,
  now: Partial<GiavClient>,
  base?: Base | null,
): boolean =>
  consentWithdrawn(
    desiredOf({ ...before, ...now }),
    base === undefined ? inStep(before).base : base,
  );

describe('a consent was withdrawn in GIAV since both sides were in step', () => {
  it.each<[string, boolean, boolean]>([
    ['the e-mail consent of a contact', after(CONTACT, { mailingConsent: 'Denied' }), true],
    ['the RGPD consent of a contact', after(CONTACT, { rgpdSigned: false }), true],
    ['none', after(CONTACT, {}), false],
    ['an e-mail consent that is open again', after(CONTACT, { mailingConsent: 'Pending' }), false],
    ['one that was given', after({ nombre: 'Ana', mailingConsent: 'Denied' }, CONTACT), false],
    [
      'one that was withdrawn before',
      after({ ...CONTACT, mailingConsent: 'Denied', rgpdSigned: false }, {}),
      false,
    ],
    [
      'without a base nothing of ours is active',
      after(CONTACT, { mailingConsent: 'Denied' }, null),
      false,
    ],
    ['the e-mail consent of a company', after(COMPANY, { mailingConsent: 'Denied' }), true],
    ['the RGPD consent of a company', after(COMPANY, { rgpdSigned: false }), true],
    ['none of a company', after(COMPANY, { comentarios: 'x' }), false],
    [
      'of a company of which nothing is known',
      after(COMPANY, { rgpdSigned: false }, { giav: { fields: {} }, clientify: { fields: {} } }),
      false,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
