import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasNoDocumento,
  isForgotten,
  isLeftOut,
  isOfAnotherOffice,
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
        .filter((name) => name !== 'whyClientIsSkipped')
        .sort(),
    );
  });
});
