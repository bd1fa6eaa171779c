import type { Base } from '../../lib/sync/base';
import { hashText } from '../../lib/sync/hash';
import type { Desired } from '../../lib/sync/target';
import { isAsWritten, isUndone, isUnchanged, sameVersion } from '../../lib/sync/unchanged';

const link = {
  status: 'linked',
  kind: 'contact',
  clientifyId: '9',
  fingerprint: 'f',
  modified: '2026-05-07T20:02:41.123456+02:00',
} as const;
const ref = {
  kind: 'contact',
  id: '9',
  gesinturId: '40017',
  documento: '12345678Z',
  modified: link.modified,
} as const;
const unchanged = (change: {
  link?: object | null;
  ref?: object;
  fingerprint?: string;
  documento?: string;
  refs?: number;
}) =>
  isUnchanged(
    change.link === null ? null : { ...link, ...change.link },
    change.fingerprint ?? 'f',
    {
      byId: Array.from({ length: change.refs ?? 1 }, () => ({ ...ref, ...change.ref })),
      byDocument: [],
    },
    change.documento ?? '12345678Z',
  );

describe('a record is left alone when nothing changed on either side', () => {
  it('same content as last written, same record, same Documento, same version', () => {
    expect(unchanged({})).toBe(true);
  });
  it('another Documento in Clientify, or in GIAV, is a change', () => {
    expect(unchanged({ ref: { documento: '12345678z' } })).toBe(false);
    expect(unchanged({ ref: { documento: '' } })).toBe(false);
    expect(unchanged({ documento: '87654321X' })).toBe(false);
    expect(unchanged({ documento: ' 12345678Z ' })).toBe(true);
  });
  it('a deal has no Documento', () => {
    expect(
      unchanged({ link: { kind: 'deal' }, ref: { kind: 'deal', documento: '' }, documento: '' }),
    ).toBe(true);
  });
  it.each<[string, Parameters<typeof unchanged>[0]]>([
    ['another content', { fingerprint: 'g' }],
    ['no link', { link: null }],
    ['a link that was refused', { link: { status: 'refused' } }],
    ['another record', { ref: { id: '10' } }],
    ['a record of the other kind', { ref: { kind: 'company' } }],
    ['no record with the id', { refs: 0 }],
    ['two records with the id', { refs: 2 }],
    ['a newer version', { ref: { modified: '2026-05-07T20:02:44.123456+02:00' } }],
    ['an older version', { ref: { modified: '2026-05-07T20:02:41.023456+02:00' } }],
    ['an unknown version', { ref: { modified: null } }],
    ['a version that was never known', { link: { modified: null } }],
  ])('%s is looked at', (_, change) => {
    expect(unchanged(change)).toBe(false);
  });
  it('our own write may move the version by up to two seconds', () => {
    expect(sameVersion(link.modified, '2026-05-07T18:02:43.123456Z')).toBe(true);
    expect(sameVersion(link.modified, '2026-05-07T18:02:43.124456Z')).toBe(false);
    expect(sameVersion(undefined, link.modified)).toBe(false);
  });
  it('as it was written: the content alone', () => {
    expect(isAsWritten(link, 'f')).toBe(true);
    expect(isAsWritten(link, 'g')).toBe(false);
    expect(isAsWritten({ ...link, status: 'refused' }, 'f')).toBe(false);
    expect(isAsWritten({ ...link, clientifyId: undefined }, 'f')).toBe(false);
    expect(isAsWritten(null, 'f')).toBe(false);
  });
});

describe('an undone record rests', () => {
  const view = (unsubscribed: string): Base['giav'] => ({
    fields: { grupos: hashText('VIP'), unsubscribed: hashText(unsubscribed) },
  });
  const undone = { undone: 'f', snapshot: { giav: view('false'), clientify: view('false') } };
  const rests = (desired: object, fingerprint: string, of: object = undone): boolean =>
    isUndone(of, fingerprint, { kind: 'contact', fields: {}, ...desired } as Desired, 'full');
  it('until GIAV says something new', () => {
    expect([rests({}, 'f'), rests({}, 'g')]).toEqual([true, false]);
  });
  it('a value that was known and is not given this time is no news', () => {
    expect(rests({ notRead: ['grupos'] }, 'g')).toBe(true);
    expect(rests({ notRead: ['otro'] }, 'g')).toBe(false);
    expect(rests({ notRead: ['grupos'] }, 'g', { undone: 'f' })).toBe(false);
  });
  it('a consent that was withdrawn is not put off for it', () => {
    const withdrawn = { notRead: ['grupos'], fields: { unsubscribed: true } };
    expect(rests(withdrawn, 'g')).toBe(false);
  });
});
