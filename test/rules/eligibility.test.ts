import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasNoDocumento,
  isForgotten,
  isLeftOut,
  isInAnotherState,
  isOfAnotherOffice,
  isTooOld,
  whyExpedienteIsSkipped,
  whyClientIsSkipped,
} from '../../lib/sync/eligibility';
import * as eligibility from '../../lib/sync/eligibility';

const SETTINGS = { disabledClients: 'sync' } as const;
const client = (documento: string, deshabilitado = false) => ({ documento, deshabilitado });

describe('who is synced', () => {
  it.each(['', ' ', '\t\u00a0', '\u200b', '&nbsp;', ' \u2060 &nbsp;'])(
    'a Documento with nothing to be seen in it is none: %j',
    (documento) => {
      expect(hasNoDocumento(documento)).toBe(true);
      expect(whyClientIsSkipped(client(documento), null, SETTINGS)).toBe('NO_DOCUMENT');
    },
  );
  it('any other Documento counts, valid or not', () => {
    expect(whyClientIsSkipped(client('X'), null, SETTINGS)).toBeNull();
    expect(whyClientIsSkipped(client(' 12345678Z '), undefined, SETTINGS)).toBeNull();
  });
  it('one that is linked and lost its Documento is told louder; a link without a record is no link', () => {
    const linked = { status: 'linked', clientifyId: '5' };
    expect(whyClientIsSkipped(client(''), linked, SETTINGS)).toBe('DOCUMENT_REMOVED');
    expect(whyClientIsSkipped(client(''), { status: 'refused' }, SETTINGS)).toBe('NO_DOCUMENT');
  });
  it('a disabled client is left out only where the setting says so, and before all else', () => {
    expect(whyClientIsSkipped(client('X', true), null, SETTINGS)).toBeNull();
    expect(whyClientIsSkipped(client('', true), null, { disabledClients: 'skip' })).toBe(
      'DISABLED_CLIENT',
    );
    expect(isLeftOut({ deshabilitado: false }, 'skip')).toBe(false);
  });
  it('a client that was erased stays away, unless the setting lets it return', () => {
    expect(isForgotten({ status: 'forgotten' }, 'stay-away')).toBe(true);
    expect(isForgotten({ status: 'forgotten' }, 'may-return')).toBe(false);
    expect(isForgotten({ status: 'linked' }, 'stay-away')).toBe(false);
    expect(isForgotten(null, 'stay-away')).toBe(false);
  });
  it('an office that the setting does not name is left out; an empty list names all', () => {
    expect(isOfAnotherOffice({ codigoOficina: '02' }, ['01'])).toBe(true);
    expect(isOfAnotherOffice({ codigoOficina: ' 01 ' }, ['01'])).toBe(false);
    expect(isOfAnotherOffice({ codigoOficina: '02' }, [])).toBe(false);
  });
  it('an expediente that was created before the day of the setting is left out; one without a date never', () => {
    expect(isTooOld({ fechaCreacion: '2025-12-31' }, '2026-01-01')).toBe(true);
    expect(isTooOld({ fechaCreacion: '2026-01-01' }, '2026-01-01')).toBe(false);
    expect(isTooOld({ fechaCreacion: null }, '2026-01-01')).toBe(false);
    expect(isTooOld({ fechaCreacion: '1999-01-01' }, null)).toBe(false);
  });
  it('a state that the setting does not name, by name or id, is left out; an empty list names all', () => {
    const states = [
      { id: 1, name: 'Confirmado' },
      { id: 2, name: 'En gestión' },
    ];
    const isOther = (idEntityStage: number | null, wanted: string[]): boolean =>
      isInAnotherState({ idEntityStage }, wanted, states);
    expect(isOther(1, ['En gestión'])).toBe(true);
    expect(isOther(2, ['EN GESTION'])).toBe(false);
    expect(isOther(2, ['2'])).toBe(false);
    expect(isOther(null, ['2'])).toBe(true);
    expect(isOther(9, ['2'])).toBe(true);
    expect(isOther(null, [])).toBe(false);
  });
  it('an expediente that several settings leave out tells the first of them', () => {
    const old = { codigoOficina: '02', fechaCreacion: '2020-01-01', idEntityStage: null };
    const expedientes = { since: '2026-01-01', states: ['1'] };
    const why = (offices: string[], wanted: Partial<typeof expedientes>): string | null =>
      whyExpedienteIsSkipped(old, [], {
        offices,
        expedientes: { since: null, states: [], ...wanted },
      });
    expect(why(['01'], expedientes)).toBe('OTHER_OFFICE');
    expect(why([], expedientes)).toBe('EXPEDIENTE_TOO_OLD');
    expect(why([], { states: ['1'] })).toBe('EXPEDIENTE_STATE');
    expect(why([], {})).toBeNull();
  });
});

describe('the table "Who is synced" of docs/rules.md', () => {
  const text = readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8');
  const rows = text
    .slice(text.indexOf('## Who is synced'), text.indexOf('## Which record is theirs'))
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:case|---)|^\|---/.test(line));
  it('names one function for each row, and each function of that file has a row', () => {
    const named = rows.map((row) => /`(\w+)` in \[/.exec(row)?.[1] ?? row);
    expect(named.sort()).toEqual(
      Object.keys(eligibility)
        .filter((name) => !name.startsWith('why'))
        .sort(),
    );
  });
});
