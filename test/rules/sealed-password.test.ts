import { asSealed, isSealed, seal } from '../../lib/sync/portal-password';

describe('a portal password that may not be kept is sealed', () => {
  const sealed = seal('s3creto', 'KEY');

  it('the seal shows its length and nothing else of it', () => {
    expect(sealed.length).toBe(7);
    expect(JSON.stringify(sealed)).not.toContain('s3creto');
    expect(seal('s3creto', 'OTHER').mark).not.toBe(sealed.mark);
  });
  it('says whether a password is still the same, also beside one as long', () => {
    expect(isSealed('s3creto', sealed, 'KEY')).toBe(true);
    expect(isSealed('s3cretO', sealed, 'KEY')).toBe(false);
    expect(isSealed('s3cret', sealed, 'KEY')).toBe(false);
    expect(isSealed('', seal('', 'KEY'), 'KEY')).toBe(true);
  });
  it('after the secret has been changed only the lengths can be compared', () => {
    expect(isSealed('s3creto', sealed, 'NEW')).toBe(true);
    expect(isSealed('another', sealed, 'NEW')).toBe(true);
    expect(isSealed('s3cret', sealed, 'NEW')).toBe(false);
  });
  it('the mark of the secret is short, and no mark of a password: it tells that the secret is the same', () => {
    expect(sealed.key).toHaveLength(12);
    expect(seal('another one', 'KEY').key).toBe(sealed.key);
    expect(seal('s3creto', 'NEW').key).not.toBe(sealed.key);
    expect(seal('', 'KEY').mark.startsWith(sealed.key)).toBe(false);
  });
  it('is known by its form, whatever else stands in its place', () => {
    expect(asSealed({ ...sealed })).toEqual(sealed);
    for (const other of [null, undefined, 's3creto', {}, { length: 7, mark: 'x' }])
      expect(asSealed(other)).toBeNull();
  });
});
