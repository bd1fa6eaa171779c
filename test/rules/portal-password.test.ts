import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { GiavSurvey } from '../../lib/admin/doctor/giav-survey';
import { writeBackVerdict } from '../../lib/admin/doctor/giav-verdicts';
import { syncConfigSchema } from '../../lib/config/schema';
import { fillPut } from '../../lib/giav/put';
import { clientSchema } from '../../lib/giav/records';
import { passwordForm } from '../../lib/sync/portal-password';
import { PUT_SETTINGS, fullClient } from '../ports/giav';
import { cases } from '../harness/cases';

const bytes = (count: number): Buffer =>
  createHash('sha512').update('x').digest().subarray(0, count);
const unpadded = (text: string): string => text.replace(/=+$/, '');

const HASHES: [string, string][] = [
  ['argon2id', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b5dWRWJTmaaJObG'],
  ['argon2 without the dollar in front', 'argon2id$v=19$m=65536$abc$def'],
  ['bcrypt', '$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  ['sha512-crypt', '$6$rounds=5000$salt$hash'],
  ['a modular hash with a hyphen', '$pbkdf2-sha256$29000$salt$hash'],
  ['Django', 'pbkdf2_sha256$260000$salt$aGFzaA=='],
  ['Werkzeug', 'pbkdf2:sha256:260000$salt$abcdef'],
  ['LDAP', '{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  ['MySQL', `*${createHash('sha1').update('x').digest('hex').toUpperCase()}`],
  ['MD5 in hex', createHash('md5').update('x').digest('hex')],
  ['SHA-1 in hex', createHash('sha1').update('x').digest('hex')],
  ['SHA-256 in hex, capital', createHash('sha256').update('x').digest('hex').toUpperCase()],
  ['SHA-512 in hex', createHash('sha512').update('x').digest('hex')],
  ['hex with 0x', `0x${createHash('md5').update('x').digest('hex')}`],
  ['hex as .NET prints it', '5F-4D-CC-3B-5A-A7-65-D6-1D-83-27-DE-B8-82-CF-99'],
  ['MD5 in base64', createHash('md5').update('x').digest('base64')],
  ['SHA-1 in base64', createHash('sha1').update('x').digest('base64')],
  ...[32, 33, 37, 48, 49, 61, 64].flatMap((count): [string, string][] => [
    [`base64 of ${count} bytes`, bytes(count).toString('base64')],
    [`base64 of ${count} bytes without padding`, unpadded(bytes(count).toString('base64'))],
    [`base64url of ${count} bytes`, bytes(count).toString('base64url')],
  ]),
  ['50 characters of unpadded base64', bytes(64).toString('base64').slice(0, 50)],
  ['a hash with blanks around it', ` ${createHash('md5').update('x').digest('hex')}\n`],
];

describe('one detector of masked and hashed passwords, for the writer and for doctor', () => {
  const survey = (password: unknown): GiavSurvey => {
    const one = new GiavSurvey();
    const raw = fullClient(1, { CustomerPortal_Password: password });
    one.addClient({ id: 1, raw, client: clientSchema.parse(raw) });
    return one;
  };
  const isWritten = (password: unknown): boolean =>
    'args' in fillPut('K', fullClient(1, { CustomerPortal_Password: password }), [], PUT_SETTINGS);

  it.each([
    ...HASHES.map(([name, text]) => [name, text, 'hashed']),
    ...['*', '******', '••••', '●●●'].map((text) => ['a mask', text, 'masked']),
  ])('%s is refused by the writer and counted by doctor', (_, text, form) => {
    expect(passwordForm(text)).toBe(form);
    expect(isWritten(text)).toBe(false);
    expect(survey(text).passwords).toMatchObject({ plain: 0, [form]: 1 });
  });

  it.each([
    's3creto',
    'p&<"\'',
    'ñandú 2026',
    'correct horse battery staple',
    'Viajes$2026',
    '**asteriscos**',
    'abcdef0123456789',
    'Kx9-_=+!',
    '$5',
    'sha',
  ])('a plain password is written: %s', (text) => {
    expect(passwordForm(text)).toBe('plain');
    expect(isWritten(text)).toBe(true);
    expect(survey(text).passwords.plain).toBe(1);
  });

  it('absent: written only without the portal', () => {
    for (const password of [undefined, null, '']) {
      expect(passwordForm(password)).toBe('absent');
      expect(isWritten(password)).toBe(false);
      const closed = fullClient(1, {
        CustomerPortal_Enabled: 'false',
        CustomerPortal_Password: password,
      });
      expect(fillPut('K', closed, [], PUT_SETTINGS)).toHaveProperty('args');
    }
  });

  it('both always agree, whatever the password', () => {
    const hash = fc
      .integer({ min: 16, max: 64 })
      .map((count) => randomBytes(count).toString('base64'));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      hash,
      hash.map(unpadded),
      fc.stringMatching(/^[0-9a-f$*{}:]{0,130}$/),
    );
    fc.assert(
      fc.property(text, (password) => {
        const { plain } = survey(password).passwords;
        expect(isWritten(password)).toBe(plain === 1 && !password.includes('\ufffd'));
      }),
      { numRuns: cases(500) },
    );
  });

  it('doctor says how many clients cannot be written because of it', () => {
    const config = syncConfigSchema.parse({
      writeBack: { taxDistricts: PUT_SETTINGS.taxDistricts, mode: 'on' },
    });
    expect(writeBackVerdict(survey('s3creto'), config)).toMatchObject({ level: 'ok' });
    expect(writeBackVerdict(survey('$argon2id$v=19$x'), config)).toMatchObject({
      level: 'warning',
      finding: expect.stringMatching(
        /1 hashed.*1 clients with the portal show no plain password/,
      ) as string,
    });
  });
});
