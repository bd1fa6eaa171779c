import { rehearsedLines } from '../../lib/admin/rehearsed';
import { TEXTS } from '../../lib/admin/texts';

const record = {
  entity: 'client' as const,
  id: '7',
  label: 'Lucía Ejemplo',
  outcome: 'skipped' as const,
  reason: 'NO_DOCUMENT',
  message: 'It has none.',
  fields: [
    { field: 'remarks', from: 'Ventanilla', to: 'Pasillo' },
    { field: 'phone', to: '' },
  ],
  notes: ['phones: cut off'],
};

describe('sync client --dry-run', () => {
  it('tells what would become of the record, why, and each field from old to new', () => {
    const text = rehearsedLines({ records: [record] }, TEXTS.en).join('\n');
    expect(text).toMatch(/^Nothing was written\./);
    expect(text).toContain('client 7 (Lucía Ejemplo): skipped');
    expect(text).toMatch(/NO_DOCUMENT: \w+/);
    expect(text).toContain('    remarks: "Ventanilla" → "Pasillo"');
    expect(text).toContain('phones: cut off');
  });
  it('says so in Spanish, and that nothing would be done', () => {
    const [first, second] = rehearsedLines({ records: [] }, TEXTS.es);
    expect(first).toContain('No se ha escrito nada');
    expect(second).toContain('al día');
  });
});
