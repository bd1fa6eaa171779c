import { linkClient, linkExpediente } from '../../lib/sync/linking';
import type { TargetRef } from '../../lib/sync/target';

const ref = (fields: Partial<TargetRef>): TargetRef => ({
  kind: 'contact',
  id: '1',
  gesinturId: '',
  documento: 'X1',
  modified: null,
  ...fields,
});
const me = { kind: 'contact', gesinturId: '7', documento: 'X1' } as const;

describe('linking order', () => {
  it('the gesintur_id goes before the Documento', () => {
    const byId = ref({ id: '10', gesinturId: '7' });
    expect(linkClient(me, { byId: [byId], byDocument: [ref({ id: '11' })] })).toEqual({
      action: 'update',
      target: byId,
      link: false,
    });
  });
  it('an id that matches with a Documento that does not is refused', () => {
    expect(
      linkClient(me, { byId: [ref({ gesinturId: '7', documento: 'x1' })], byDocument: [] }),
    ).toEqual({
      action: 'refuse',
      reason: 'DOCUMENT_MISMATCH',
    });
    expect(
      linkClient(me, { byId: [ref({ gesinturId: '7', documento: '' })], byDocument: [] }),
    ).toEqual({
      action: 'refuse',
      reason: 'DOCUMENT_MISMATCH',
    });
  });
  it('the id in two records is refused', () => {
    expect(
      linkClient(me, {
        byId: [ref({ gesinturId: '7' }), ref({ id: '2', gesinturId: '7' })],
        byDocument: [],
      }),
    ).toEqual({
      action: 'refuse',
      reason: 'AMBIGUOUS_ID',
    });
  });
  it('the id in a record of the other kind is refused', () => {
    expect(
      linkClient(me, { byId: [ref({ kind: 'company', gesinturId: '7' })], byDocument: [] }),
    ).toEqual({
      action: 'refuse',
      reason: 'KIND_CHANGED',
    });
  });
  it('a hit of a filter that was not honoured is no match', () => {
    expect(
      linkClient(me, {
        byId: [ref({ gesinturId: '77' })],
        byDocument: [ref({ documento: 'X1-' })],
      }),
    ).toEqual({ action: 'create' });
  });
  it('a record with the Documento and another id is taken; several are ambiguous; one without an id is linked', () => {
    const holder = ref({ gesinturId: '8' });
    expect(linkClient(me, { byId: [], byDocument: [holder] })).toEqual({
      action: 'refuse',
      reason: 'DOCUMENT_TAKEN',
      holder,
    });
    expect(linkClient(me, { byId: [], byDocument: [ref({}), ref({ id: '2' })] })).toEqual({
      action: 'refuse',
      reason: 'AMBIGUOUS_DOCUMENT',
    });
    expect(linkClient(me, { byId: [], byDocument: [ref({})] })).toMatchObject({
      action: 'update',
      link: true,
    });
  });
  it('a Documento of the other kind is no match', () => {
    expect(linkClient(me, { byId: [], byDocument: [ref({ kind: 'company' })] })).toEqual({
      action: 'create',
    });
  });
  it('an expediente is linked by its id only, and never when two deals carry it', () => {
    const deal = ref({ kind: 'deal', gesinturId: '9', documento: '' });
    expect(linkExpediente('9', { byId: [deal], byDocument: [] })).toEqual({
      action: 'update',
      target: deal,
      link: false,
    });
    expect(linkExpediente('9', { byId: [deal, { ...deal, id: '2' }], byDocument: [] })).toEqual({
      action: 'refuse',
      reason: 'AMBIGUOUS_ID',
    });
  });
  it('a record with another id, or of another kind, is never the deal of an expediente', () => {
    const others = [
      ref({ kind: 'deal', gesinturId: '8', documento: '' }),
      ref({ kind: 'deal', gesinturId: '', documento: '' }),
      ref({ kind: 'contact', gesinturId: '9' }),
    ];
    expect(linkExpediente('9', { byId: others, byDocument: others })).toEqual({ action: 'create' });
  });
  it('nothing is made beside a record that cannot be read and may be the one', () => {
    const unread = { byId: [], byDocument: [], unreadable: ['contact 5'] };
    const refused = { action: 'refuse', reason: 'UNREADABLE_IN_CLIENTIFY' };
    expect([linkClient(me, unread), linkExpediente('9', unread)]).toEqual([refused, refused]);
    const all = { ...unread, unreadable: [] };
    expect([linkClient(me, all), linkExpediente('9', all)]).toEqual([
      { action: 'create' },
      { action: 'create' },
    ]);
  });
});
