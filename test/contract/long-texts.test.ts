import { refusalText } from '../../lib/clientify/refusals';
import { faultError, saysUnknown } from '../../lib/giav/faults';
import { RecordError } from '../../lib/sync/errors';

const LONG = 80_000;
const fills = ['a', '1', ' ', '"', "'", '1 ', '@', '1-', '\t', 'a.', '« '];

/** Milliseconds; a quadratic pattern takes seconds. */
function timeOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

describe('a text of 80,000 characters of somebody else costs no time', () => {
  it.each(fills)('as a refusal of Clientify (%j)', (fill) => {
    const text = fill.repeat(LONG / fill.length);
    const bodies = [{ email: [text] }, { detail: text }, Array(LONG).fill('x')];
    for (const body of bodies)
      expect(timeOf(() => refusalText(body, { first_name: 'Lucía' }))).toBeLessThan(500);
  });

  it.each(fills)('as a fault of GIAV (%j)', (fill) => {
    const text = fill.repeat(LONG / fill.length);
    for (const fault of [text, `System.Exception: x${text}y`, `${text} ---> ${text}`])
      expect(timeOf(() => faultError('Cliente_GET', 'soap:Server', fault))).toBeLessThan(500);
    expect(timeOf(() => saysUnknown(new RecordError(text)))).toBeLessThan(500);
  });

  it('nor does one that is nested without end', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}"x"${']'.repeat(5000)}`) as unknown;
    expect(refusalText(deep, {})).toBe('');
  });

  it('and shows no beginning of what was cut', () => {
    const text = `${'palabra '.repeat(249)}lucia.ferrer@example.com`;
    expect(refusalText({ detail: text }, {})).not.toContain('lucia');
  });
});
