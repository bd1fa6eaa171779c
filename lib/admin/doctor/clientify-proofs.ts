import type { FilterProof } from '../../ports/filter-proofs';
import { FILTER_PROOF } from '../../sync/budget';
import { alike, listed, together, type Said } from '../../sync/said';
import { ok, warning, type Finding } from './check';
import { filterOf } from './clientify-filters';

/** What a Documento is written with, as the proofs call it. */
const SPANISH: Readonly<Record<string, string>> = {
  small: 'minúsculas',
  blank: 'espacio',
  hyphen: 'guion',
  dot: 'punto',
  slash: 'barra',
  other: 'otros signos',
};

const text = ({ kind, filter, form, at }: FilterProof): Said => {
  const signs = form === '' || form === 'plain' ? [] : form.split('+');
  const of =
    signs.length === 0
      ? alike('')
      : {
          en: ` (Documentos with ${signs.join(', ')})`,
          es: ` (Documentos con ${signs.map((sign) => SPANISH[sign] ?? sign).join(', ')})`,
        };
  return listed([filterOf(kind, filter), of, alike(`, ${at.slice(0, 16).replace('T', ' ')}`)], '');
};

const sorted = (proofs: readonly FilterProof[]): Said =>
  listed(
    proofs.map(text).sort((one, other) => (one.en < other.en ? -1 : 1)),
    '; ',
  );

/** What runs and workers saw the account's filters do: only such a one proves that a record is not there. */
export function filterProofs(proofs: readonly FilterProof[], now: Date): Finding {
  const isFresh = ({ at }: FilterProof): boolean =>
    now.getTime() - Date.parse(at) < FILTER_PROOF.keptMs;
  const fresh = proofs.filter(isFresh);
  const old = proofs.length - fresh.length;
  const more =
    old === 0
      ? null
      : {
          en: `Seen longer than a day ago, to be tried again: ${old}.`,
          es: `Vistos hace más de un día, por probar de nuevo: ${old}.`,
        };
  if (fresh.length === 0)
    return ok(
      together(
        {
          en: 'No filter was tried by a run within a day.',
          es: 'En el último día ninguna ejecución ha probado un filtro.',
        },
        more,
      ),
    );
  const found = sorted(fresh.filter(({ holds }) => holds));
  const missed = sorted(fresh.filter(({ holds }) => !holds));
  const seen = {
    en: `Filters that runs saw find what is there: ${found.en || 'none'}.`,
    es: `Filtros que, según las ejecuciones, encuentran lo que hay: ${found.es || 'ninguno'}.`,
  };
  if (missed.en === '') return ok(together(seen, more));
  const failing = { en: `That do not: ${missed.en}.`, es: `Que no: ${missed.es}.` };
  return warning(together(seen, failing, more), {
    en: 'Nothing: e-mails, names and then the whole list are looked through, with more calls.',
    es: 'Nada: se busca por correo, por nombre y después en toda la lista, con más llamadas.',
  });
}
