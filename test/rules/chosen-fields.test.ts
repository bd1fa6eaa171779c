import { mapClient } from '../../lib/sync/client-to-clientify';
import { sidesOf, takeBase, type Base } from '../../lib/sync/base';
import { plannedChange } from '../../lib/sync/brake';
import { mapExpediente } from '../../lib/sync/expediente-to-deal';
import { customFieldsBy, type ChosenField } from '../../lib/sync/fields/chosen';
import { readOfClient, readOfExpediente } from '../../lib/sync/fields/sources';
import { FIELDS, REQUIRED_CUSTOM_FIELDS } from '../../lib/sync/fields/table';
import { TAKEN_NAMES, isTakenName } from '../../lib/sync/fields/taken-names';
import { fingerprint } from '../../lib/sync/fingerprint';
import { ownedChanges } from '../../lib/sync/owned';
import type { Agent, GiavClient } from '../../lib/sync/records';
import type { Target } from '../../lib/sync/target';
import { planUndo } from '../../lib/sync/undo';
import { clientSchema } from '../../lib/giav/records';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { fullClient } from '../ports/giav';

const IDIOMA: ChosenField = { from: 'CustomDataValues:12', to: 'idioma', on: 'client' };
const AGENTE: ChosenField = { from: 'Agente', to: 'agente', on: 'client' };
const ANA: Agent = { id: 5, name: 'Ana', email: 'ana@example.com', blocked: false };

const mapped = (fields: Partial<GiavClient>, chosen: readonly ChosenField[] = [IDIOMA]) =>
  mapClient(giavClient({ nombre: 'Eva', ...fields }), {
    clientTypes: {},
    countryCode: () => null,
    chosen,
  });
const desired = (idioma: string) => mapped({ own: { '12': idioma } }).desired;

/** The contact as Clientify shows it, with this value in the chosen field. */
const contact = (idioma: string): Target => {
  const { fields, customFields } = desired('');
  const all = { ...customFields, idioma };
  const shown = Object.entries(all).filter(([, value]) => value !== '');
  return {
    kind: 'contact',
    id: '1',
    modified: null,
    fields,
    customFields: Object.fromEntries(shown),
  };
};
const base = (giav: string, clientify: string): Base =>
  takeBase(sidesOf(desired(giav), contact(clientify), null));
const sent = (giav: string, clientify: string, known: Base | null) =>
  ownedChanges(sidesOf(desired(giav), contact(clientify), known), known, {
    resubscribe: 'on-change',
    now: new Date('2026-03-02T09:00:00Z'),
    fullRun: true,
  }).customFields;

describe('a custom field that the settings chose', () => {
  it('gets what GIAV holds; a change in Clientify is put back', () => {
    expect(sent('Catalán', '', null)).toMatchObject({ idioma: 'Catalán' });
    expect(sent('Catalán', 'Inglés', base('Catalán', 'Catalán'))).toMatchObject({
      idioma: 'Catalán',
    });
    expect(sent('Catalán', 'Catalán', base('Catalán', 'Catalán'))).toEqual({});
  });
  it('a value emptied in GIAV is cleared, whether it is empty or missing', () => {
    expect(sent('', 'Catalán', base('Catalán', 'Catalán'))).toMatchObject({ idioma: '--' });
    const raw = (items: unknown) =>
      clientSchema.parse({ ...fullClient(7), CustomDataValues: items });
    const empty = raw({ CustomDataItem: [{ Key: 12, Value: '' }] });
    for (const one of [empty, raw(null), raw({ CustomDataItem: null }), raw(undefined)])
      expect(readOfClient(one, IDIOMA.from)).toBe('');
  });
  it('keeps what people typed there as long as GIAV has never filled it', () => {
    expect(sent('', 'Inglés', null)).toEqual({});
    expect(sent('', 'Inglés', base('', ''))).toEqual({});
    // Not either where another field of ours is sent, and all of ours go together.
    const moved = { ...contact('Inglés'), customFields: { idioma: 'Inglés' } };
    const plan = ownedChanges(sidesOf(desired(''), moved, null), null, {
      resubscribe: 'on-change',
      now: new Date('2026-03-02T09:00:00Z'),
      fullRun: true,
    });
    expect(Object.keys(plan.customFields)).toContain('gesintur_id');
    expect(plan.customFields).not.toHaveProperty('idioma');
  });
  it('is left alone, and counted, when its value was not read', () => {
    const { desired: without, unmapped } = mapped({ besides: {} }, [AGENTE]);
    expect(without.customFields).not.toHaveProperty('agente');
    expect(unmapped).toEqual(['NOT_READ:Agente']);
    expect(mapped({ besides: { agent: ANA } }, [AGENTE]).desired.customFields['agente']).toBe(
      'Ana',
    );
    expect(mapped({ besides: { agent: null } }, [AGENTE]).desired.customFields['agente']).toBe('');
  });
  it('is cut with a note where it is too long', () => {
    const { customFields, notes } = desired('x'.repeat(300));
    expect(customFields['idioma']).toHaveLength(255);
    expect(notes).toEqual([
      { field: 'CustomDataValues:12', note: 'cut from 300 to 255 characters' },
    ]);
  });
  it('moves the fingerprint, and only where it is chosen', () => {
    const print = (chosen: readonly ChosenField[]) =>
      fingerprint(mapped({ own: { '12': 'Catalán' } }, chosen).desired);
    expect(print([IDIOMA])).not.toBe(print([]));
  });
  it('is counted by the brake, also when it is emptied', () => {
    const link = (known: Base) => ({ clientifyId: '1', fingerprint: 'before', snapshot: known });
    const change = (giav: string, known: Base) =>
      plannedChange('client', '40017', link(known), desired(giav), 'now');
    expect(change('Inglés', base('Catalán', 'Catalán'))).toMatchObject({ changed: ['idioma'] });
    expect(change('', base('Catalán', 'Catalán'))).toMatchObject({ emptied: ['idioma'] });
    const fields = Object.fromEntries(
      Object.entries(base('', '').giav.fields).filter(([name]) => name !== 'idioma'),
    );
    expect(change('Inglés', { ...base('', ''), giav: { fields } })).toMatchObject({
      changed: ['idioma'],
    });
  });
  it('is undone like any other, also once the settings have forgotten it', () => {
    const steps = [{ filled: [{ field: 'idioma', to: 'Catalán' }] }];
    expect(planUndo(contact('Catalán'), steps).changes.customFields).toMatchObject({
      idioma: '--',
    });
    expect(planUndo(contact('Inglés'), steps).left).toEqual([
      { field: 'idioma', why: 'changed-since' },
    ]);
  });
});

describe('sources of an expediente', () => {
  const deal = giavExpediente({
    texts: { Destino: 'Islandia' },
    own: { '7': 'Web' },
    besides: { office: 'Madrid Centro', agent: ANA, categories: ['VIP', 'Novios'] },
    fechaDesde: '2026-07-01',
  });
  it.each([
    ['Codigo', '2600451'],
    ['Destino', 'Islandia'],
    ['FechaDesde', '2026-07-01'],
    ['FechaHasta', ''],
    ['Oficina', 'Madrid Centro'],
    ['Agente', 'Ana'],
    ['Categorias', 'Novios, VIP'],
    ['CustomDataValues:7', 'Web'],
    ['CustomDataValues:8', ''],
    ['toString', undefined],
  ])('%s is %j', (from, value) => {
    expect(readOfExpediente(deal, from)).toBe(value);
  });
  it('become custom fields of the deal', () => {
    const { desired: made } = mapExpediente(deal, {
      stages: { pipelineUrl: 'p', byGiavStage: new Map(), fallbackUrl: 's', closedUrl: null },
      giavStages: [],
      officePrefix: false,
      dealStartDate: { from: 'FechaCreacion', to: 'created' },
      today: '2026-03-02',
      chosen: [{ from: 'Oficina', to: 'oficina', on: 'expediente' }],
    });
    expect(made.customFields).toMatchObject({ oficina: 'Madrid Centro' });
  });
});

describe('names of custom fields', () => {
  it('that setup makes: of clients on contacts and companies, of expedientes on deals', () => {
    const customFields: ChosenField[] = [
      IDIOMA,
      { from: 'Destino', to: 'destino', on: 'expediente' },
    ];
    const wanted = customFieldsBy({ customFields, deals: { pending: 'customField' } });
    expect(wanted.contact.slice(REQUIRED_CUSTOM_FIELDS.contact.length)).toEqual(['idioma']);
    expect(wanted.company.at(-1)).toBe('idioma');
    expect(wanted.deal.slice(-2)).toEqual(['gesintur_pendiente', 'destino']);
    const none = customFieldsBy({ customFields: [], deals: { pending: 'none' } });
    expect(none).toEqual(REQUIRED_CUSTOM_FIELDS);
  });
  it('of the tables are all taken', () => {
    const names = Object.values(FIELDS).flatMap((rows) => rows.map(({ name }) => name));
    expect(names.filter((name) => !isTakenName(name))).toEqual([]);
    const besides = ['contact', 'company', 'address', 'addresses', 'tags', 'id'];
    const asked = ['amount', 'owner', 'gesintur_pendiente'];
    expect(TAKEN_NAMES.filter((name) => ![...names, ...besides, ...asked].includes(name))).toEqual(
      [],
    );
  });
});
