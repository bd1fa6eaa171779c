import type { Replaced } from '../../lib/sync/replaced';
import type { Target, TargetKind } from '../../lib/sync/target';
import { planUndo } from '../../lib/sync/undo';

const url = (path: string): string => `https://api.example/v1/${path}/`;
const target = (kind: TargetKind, more: Partial<Target> = {}): Target => ({
  kind,
  id: '9001',
  modified: '2026-11-01T09:00:00Z',
  fields: {},
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
  ...more,
});
const replaced = (field: string, from: string, to: string): Replaced => ({
  field,
  side: 'clientify',
  from,
  to,
  why: 'put-back',
});
const undo = (of: Target, ...steps: Replaced[]) => planUndo(of, [{ replaced: steps }]);

describe('what a run did to a record is undone', () => {
  it('of a deal: its stage and its client, by their ids, whatever host their addresses have', () => {
    const deal = target('deal', {
      fields: {
        pipeline_stage: 'https://other.example/v1/deals/pipelines/stages/712/',
        contact: url('contacts/5'),
      },
    });
    const { changes, fields, left } = undo(
      deal,
      replaced(
        'pipeline_stage',
        url('deals/pipelines/stages/711'),
        url('deals/pipelines/stages/712'),
      ),
      replaced('contact', url('contacts/4'), url('contacts/5')),
    );
    expect(changes.fields).toEqual({
      pipeline_stage: url('deals/pipelines/stages/711'),
      contact: url('contacts/4'),
    });
    expect([fields, left]).toEqual([['pipeline_stage', 'contact'], []]);
  });

  it('of a company: its names, and its custom fields together, so that the link survives', () => {
    const company = target('company', {
      fields: { business_name: 'Duero SL' },
      customFields: { gesintur_id: '7', gesintur_sede_fiscal: 'Canarias' },
    });
    const { changes } = undo(
      company,
      replaced('business_name', 'Duero Viajes SL', 'Duero SL'),
      replaced('gesintur_sede_fiscal', 'Península', 'Canarias'),
    );
    expect(changes.fields).toEqual({ business_name: 'Duero Viajes SL' });
    expect(changes.customFields).toEqual({ gesintur_id: '7', gesintur_sede_fiscal: 'Península' });
  });

  it('what the run emptied comes back, and what it put into an empty field is taken away', () => {
    const contact = target('contact', {
      fields: { remarks: '', birthday: '1980-05-17' },
      customFields: { gesintur_id: '7', gesintur_sede_fiscal: 'Canarias' },
    });
    const { changes } = planUndo(contact, [
      {
        replaced: [replaced('remarks', 'Ventanilla', '')],
        filled: [
          { field: 'birthday', to: '1980-05-17' },
          { field: 'gesintur_sede_fiscal', to: 'Canarias' },
        ],
      },
    ]);
    expect(changes.fields).toEqual({ remarks: 'Ventanilla', birthday: null });
    expect(changes.customFields).toEqual({ gesintur_id: '7', gesintur_sede_fiscal: '--' });
  });

  it('of a field that was written twice: the first value, where the last one still stands', () => {
    const contact = target('contact', { fields: { remarks: 'C' } });
    const done = [
      { replaced: [replaced('remarks', 'A', 'B')] },
      { replaced: [replaced('remarks', 'B', 'C')] },
    ];
    expect(planUndo(contact, done).changes.fields).toEqual({ remarks: 'A' });
    expect(planUndo(target('contact', { fields: { remarks: 'B' } }), done).left).toEqual([
      { field: 'remarks', why: 'changed-since' },
    ]);
  });

  it.each(['unsubscribed', 'gdpr_accept', 'gesintur_consentimiento_email'])(
    'but for a consent: %s stays',
    (field) => {
      const contact = target('contact', {
        fields: { unsubscribed: true, gdpr_accept: true },
        customFields: { gesintur_consentimiento_email: 'true' },
      });
      const { changes, left } = undo(contact, replaced(field, 'false', 'true'));
      expect([changes.fields, changes.customFields]).toEqual([{}, {}]);
      expect(left).toEqual([{ field, why: 'consent' }]);
    },
  );

  it('a value that was replaced in GIAV is none of it', () => {
    const contact = target('contact', { fields: { remarks: 'B' } });
    const step = { ...replaced('remarks', 'A', 'B'), side: 'giav' as const };
    expect(undo(contact, step)).toMatchObject({ changes: { fields: {} }, fields: [], left: [] });
  });

  describe('entries of a list', () => {
    const ours = { id: '1', type: 4, email: 'nueva@example.com' };
    it.each<[string, Target['emails'], [string, string], object]>([
      [
        'ours becomes what it was, with its type',
        [ours],
        ['vieja@example.com', ours.email],
        {
          replace: [{ id: '1', entry: { type: 4, email: 'vieja@example.com' } }],
        },
      ],
      ['ours that was added is taken away', [ours], ['', 'NUEVA@example.com'], { remove: ['1'] }],
      [
        'ours goes where the earlier one is there again',
        [ours, { id: '2', type: 3, email: 'vieja@example.com' }],
        ['vieja@example.com', ours.email],
        { remove: ['1'] },
      ],
      [
        'one that was removed is added again',
        [],
        ['vieja@example.com', ''],
        {
          add: [{ type: 3, email: 'vieja@example.com' }],
        },
      ],
      ['one that is there already is not added twice', [ours], [ours.email, ''], {}],
    ])('%s', (_, emails, [from, to], expected) => {
      const { changes, left } = undo(target('contact', { emails }), replaced('emails', from, to));
      expect(changes.emails).toEqual({ add: [], replace: [], remove: [], ...expected });
      expect(left).toEqual([]);
    });
    it('one that somebody changed since is left alone, and told', () => {
      const { changes, left } = undo(
        target('contact', { emails: [{ ...ours, email: 'otra@example.com' }] }),
        replaced('emails', 'vieja@example.com', ours.email),
      );
      expect(changes.emails).toEqual({ add: [], replace: [], remove: [] });
      expect(left).toEqual([{ field: 'emails', why: 'changed-since' }]);
    });
  });
});
