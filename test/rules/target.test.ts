import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { mapExpediente } from '../../lib/sync/expediente-to-deal';
import { REQUIRED_CUSTOM_FIELDS } from '../../lib/sync/fields/table';
import { parseSyncConfig } from '../../lib/config/environment';
import { customFieldText, forExisting, idFieldOf, refOf, type Target } from '../../lib/sync/target';
import { giavClient, giavExpediente } from '../harness/giav-records';

const target = (changes: Partial<Target> = {}): Target => ({
  kind: 'contact',
  id: '5',
  modified: '2026-03-02T09:00:00Z',
  fields: { taxpayer_identification_number: ' 12345678Z ' },
  customFields: { gesintur_id: '7', gesintur_expediente_id: '90310' },
  ...changes,
});

describe('what linking knows of a record', () => {
  it('is its kind, its ids, its Documento without blanks, and when it was changed', () => {
    expect(refOf(target())).toEqual({
      kind: 'contact',
      id: '5',
      gesinturId: '7',
      documento: '12345678Z',
      modified: '2026-03-02T09:00:00Z',
    });
  });
  it('of a deal, the id of its expediente, not of its client', () => {
    expect(refOf(target({ kind: 'deal', fields: {} })).gesinturId).toBe('90310');
    expect(['contact', 'company', 'deal'].map((kind) => idFieldOf(kind as 'deal'))).toEqual([
      'gesintur_id',
      'gesintur_id',
      'gesintur_expediente_id',
    ]);
  });
  it.each<Target['customFields']>([undefined, {}, { gesintur_id: '' }, { gesintur_id: ' -- ' }])(
    'no id where its field shows none: %j',
    (customFields) => {
      expect(refOf(target({ customFields })).gesinturId).toBe('');
    },
  );
  it.each([undefined, null, 12345678, ['12345678Z']])(
    'no Documento where it is no text: %j',
    (documento) => {
      const fields = { taxpayer_identification_number: documento };
      expect(refOf(target({ fields })).documento).toBe('');
    },
  );
});

describe('custom fields', () => {
  it('cannot be emptied: two hyphens alone stand for nothing', () => {
    expect(['--', ' -- ', '---', 'a--', undefined, ' x '].map(customFieldText)).toEqual([
      '',
      '',
      '---',
      'a--',
      '',
      'x',
    ]);
  });
  it('the account must have exactly those that the mapping fills', () => {
    const settings = clientMapping(parseSyncConfig('{}'), () => null);
    const stages = { pipelineUrl: '', byGiavStage: new Map(), fallbackUrl: '', closedUrl: null };
    const filled = [
      mapClient(giavClient(), settings).desired,
      mapClient(giavClient({ tipo: 'Empresa' }), settings).desired,
      mapExpediente(giavExpediente({}), {
        stages,
        giavStages: [],
        officePrefix: false,
        dealStartDate: { from: 'FechaCreacion', to: 'customField' },
        today: '2026-11-25',
      }).desired,
    ];
    for (const { kind, customFields } of filled)
      expect([kind, [...REQUIRED_CUSTOM_FIELDS[kind]].sort()]).toEqual([
        kind,
        Object.keys(customFields).sort(),
      ]);
  });
});

describe('what is only for a new record', () => {
  const { desired } = mapClient(
    giavClient({ nombre: 'Ana' }),
    clientMapping(parseSyncConfig('{}'), () => null),
  );
  it('is not wanted of one that is there', () => {
    const existing = forExisting({ ...desired, onlyNew: ['first_name', 'status'] });
    expect(Object.keys(existing.fields)).toEqual(
      Object.keys(desired.fields).filter((name) => name !== 'first_name' && name !== 'status'),
    );
  });
  it('nothing, where nothing is', () => {
    expect(forExisting(desired)).toEqual(desired);
  });
});
