import type { Finding } from '../../lib/admin/doctor/check';

/** Numbers, ids, dates and the codes of reasons: what no translation may change. */
const facts = (text: string): string[] => (text.match(/\d+|[A-Z]+_[A-Z_]+/g) ?? []).sort();

/** Both languages say something, not the same words, and the same facts. */
export function expectBothLanguages({ finding, action, es }: Finding): void {
  expect(es.finding).not.toBe('');
  expect(es.finding).not.toBe(finding);
  expect([finding, facts(es.finding)]).toEqual([finding, facts(finding)]);
  expect([action, es.action !== '']).toEqual([action, action !== '']);
  expect([action, facts(es.action)]).toEqual([action, facts(action)]);
}
