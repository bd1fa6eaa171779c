import { baseOfCreated, sidesOf, type Base } from '../../lib/sync/base';
import { decide } from '../../lib/sync/decide';
import type { Desired, Target } from '../../lib/sync/target';

const url = (path: string): string => `https://api.example/v1/${path}/`;

const deal = (fields: Desired['fields'] = {}): Desired => ({
  kind: 'deal',
  gesinturId: '90310',
  documento: '',
  fields: {
    name: '2600451',
    pipeline: url('deals/pipelines/71'),
    pipeline_stage: url('deals/pipelines/stages/712'),
    expected_closed_date: '2026-07-09',
    remarks: 'Viaje a Roma',
    contact: url('contacts/5'),
    company: null,
    ...fields,
  },
  emails: [],
  phones: [],
  address: null,
  customFields: { gesintur_expediente_id: '90310', gesintur_fecha_inicio: '2026-02-11' },
  tags: ['gesintur'],
  notes: [],
});

const stored = (desired: Desired, fields: Record<string, unknown> = {}): Target => ({
  kind: 'deal',
  id: '600001',
  modified: null,
  fields: { ...desired.fields, ...fields },
  customFields: { ...desired.customFields },
  tags: ['gesintur'],
});

const rules = {
  wayBack: 'off',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
  now: new Date(0),
  fullRun: true,
} as const;
const sentFor = (desired: Desired, target: Target, base: Base | null): Record<string, unknown> => {
  const { fields, customFields } = decide(sidesOf(desired, target, base), base, rules).changes;
  return { ...fields, ...customFields };
};

describe('a deal: everything but what is mapped is an initial value at most', () => {
  const first = deal();
  const base = baseOfCreated(first, stored(first), stored(first));
  const now = deal({ name: '2600451-B' });

  it("the salesperson's remarks, forecast date and company stay, whatever else is sent", () => {
    const own = {
      remarks: 'dudan entre dos hoteles',
      expected_closed_date: '2026-05-01',
      company: url('companies/77'),
    };
    expect(sentFor(now, stored(first, own), base)).toEqual({ name: '2600451-B' });
    // Without a base, as a deal of an earlier version has none.
    expect(sentFor(now, stored(first, own), null)).toEqual({ name: '2600451-B' });
  });

  it('an amount is sent once, at the creation: what the salesperson enters stays', () => {
    const sold = stored(deal({ amount: '0' }), { amount: '1840.50' });
    expect(sentFor(deal({ amount: '0', name: 'otro' }), sold, base)).toEqual({ name: 'otro' });
    expect(sentFor(deal({ amount: '0', name: 'otro' }), sold, null)).toEqual({ name: 'otro' });
  });
  it('empty texts of GIAV clear nothing', () => {
    expect(
      sentFor(deal({ remarks: '' }), stored(first, { remarks: 'dudan entre dos hoteles' }), base),
    ).toEqual({});
  });

  it('remarks follow GIAV while they still equal what we wrote last; the forecast date never does', () => {
    const changed = deal({ remarks: 'Viaje a Florencia', expected_closed_date: '2026-09-01' });
    expect(sentFor(changed, stored(first), base)).toEqual({ remarks: 'Viaje a Florencia' });
    expect(sentFor(deal(), stored(first, { remarks: 'otra cosa' }), base)).toEqual({});
  });

  it('what is mapped is put back: name, stage, link to its client, id, start date', () => {
    const target = {
      ...stored(first, {
        name: 'x',
        pipeline_stage: url('deals/pipelines/stages/1'),
        contact: null,
      }),
      customFields: {},
    };
    expect(Object.keys(sentFor(first, target, base)).sort()).toEqual(
      [
        'contact',
        'gesintur_expediente_id',
        'gesintur_fecha_inicio',
        'name',
        'pipeline_stage',
      ].sort(),
    );
  });

  it('a client that became a company takes the deal with it: the old contact goes, because it was ours', () => {
    const moved = deal({ contact: null, company: url('companies/9') });
    expect(sentFor(moved, stored(first), base)).toEqual({
      contact: null,
      company: url('companies/9'),
    });
    expect(sentFor(moved, stored(first, { contact: url('contacts/88') }), base)).toEqual({
      company: url('companies/9'),
    });
  });
});
