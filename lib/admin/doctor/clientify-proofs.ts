import type { FilterProof } from '../../ports/filter-proofs';
import { FILTER_PROOF } from '../../sync/budget';
import { ok, warning, type Finding } from './check';
import { COLLECTIONS } from './clientify-records';

const text = ({ kind, filter, form, at }: FilterProof): string => {
  const of =
    form === '' || form === 'plain' ? '' : ` (Documentos with ${form.replaceAll('+', ', ')})`;
  return `${COLLECTIONS[kind]} by ${filter}${of}, ${at.slice(0, 16).replace('T', ' ')}`;
};

/** What runs and workers saw the account's filters do: only such a one proves that a record is not there. */
export function filterProofs(proofs: readonly FilterProof[], now: Date): Finding {
  const isFresh = ({ at }: FilterProof): boolean =>
    now.getTime() - Date.parse(at) < FILTER_PROOF.keptMs;
  const fresh = proofs.filter(isFresh);
  const listed = (holds: boolean): string =>
    fresh
      .filter((proof) => proof.holds === holds)
      .map(text)
      .sort()
      .join('; ');
  const [found, missed] = [listed(true), listed(false)];
  const old = proofs.length - fresh.length;
  const more = old === 0 ? '' : ` Seen longer than a day ago, to be tried again: ${old}.`;
  if (fresh.length === 0) return ok(`No filter was tried by a run within a day.${more}`);
  const seen = `Filters that runs saw find what is there: ${found || 'none'}.`;
  return missed === ''
    ? ok(`${seen}${more}`)
    : warning(
        `${seen} That do not: ${missed}.${more}`,
        'Nothing: e-mails, names and then the whole list are looked through, with more calls.',
      );
}
