import { whyForeign } from '../../lib/clientify/answer-check';
import type { Target } from '../../lib/sync/target';
import { contact } from '../harness/clientify';

const CALLED = new Date('2026-11-25T10:00:00Z');
const MINUTE = 60_000;
const stampAt = (ms: number): string => new Date(CALLED.getTime() + ms).toISOString();

/** What a create of client 7 comes back with: made by it a second after the call. */
const made = (more: Partial<Target> & { documento?: string; createdAt?: number } = {}): Target => {
  const { documento = 'DOC7', createdAt = 1000, ...rest } = more;
  return {
    kind: 'contact',
    id: '41',
    modified: stampAt(createdAt),
    fields: { taxpayer_identification_number: documento, created: stampAt(createdAt) },
    customFields: { gesintur_id: '7' },
    ...rest,
  };
};
const verdict = (answer: Target, owner: string | null = null, searched = true) =>
  whyForeign(contact(7), answer, CALLED, () => Promise.resolve(owner), searched);

describe('whose record a create came back with, each sign by itself', () => {
  it.each([
    ['made by it', made(), null],
    ['known to the id map as its own', made(), '7'],
    ['its id not shown yet', made({ customFields: {} }), null],
    ['its Documento not shown yet', made({ documento: '' }), null],
    [
      'neither of them part of the answer',
      { ...made({ customFields: undefined }), fields: { created: stampAt(0) } },
      null,
    ],
    ['its Documento in capitals and with signs', made({ documento: 'doc-7' }), null],
    ['by a clock that is two minutes behind', made({ createdAt: -2 * MINUTE }), null],
  ])('ours: %s', async (_, answer, owner) => {
    expect(await verdict(answer, owner)).toBeNull();
  });

  it.each([
    ['made a moment ago, but the id map links it to another client', made(), '8'],
    [
      'made a moment ago, with the id of another client',
      made({ customFields: { gesintur_id: '8' } }),
      null,
    ],
    ['made a moment ago, with another Documento', made({ documento: 'DOC8' }), null],
    ['older than any time zone explains', made({ createdAt: -15 * 60 * MINUTE }), null],
  ])('certainly somebody else’s: %s', async (_, answer, owner) => {
    expect(await verdict(answer, owner)).toMatchObject({ certain: true });
  });

  it.each([
    ['three minutes older than the call', made({ createdAt: -3 * MINUTE }), true],
    [
      'an hour older, and changed since',
      { ...made({ createdAt: -60 * MINUTE }), modified: stampAt(0) },
      true,
    ],
    [
      'an hour older, without a stamp of its change',
      { ...made({ createdAt: -60 * MINUTE }), modified: null },
      true,
    ],
    ['an hour older, without our id', made({ createdAt: -60 * MINUTE, customFields: {} }), true],
    [
      'an hour older, and nobody knows who had its e-mail',
      made({ createdAt: -60 * MINUTE }),
      false,
    ],
    [
      'made a moment ago, and nothing of what was sent is in it',
      made({ customFields: {}, documento: '' }),
      true,
    ],
    ['without anything that tells', made({ fields: {}, customFields: {} }), true],
  ])('in doubt, so neither linked nor made again: %s', async (_, answer, searched) => {
    expect(await verdict(answer, null, searched)).toMatchObject({ certain: false });
  });
});
