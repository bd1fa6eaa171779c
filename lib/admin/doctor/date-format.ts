import { DateTime } from 'luxon';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../sync/budget';
import type { SyncConfig } from '../../config/schema';
import type { GiavProbes, ProbedClient } from '../../giav/probes';
import { GIAV_ZONE, giavTime } from '../../sync/dates';
import { RecordError } from '../../sync/errors';
import { sinceText } from '../../sync/watermark';
import { error, ok, warning, type Finding } from './check';

type Format = SyncConfig['giav']['dateTimeFormat'];

/** In the order of giav.md, Q4. */
const CANDIDATES: readonly Format[] = [
  'yyyy-MM-ddTHH:mm:ss',
  'yyyy-MM-dd HH:mm:ss',
  'dd/MM/yyyy HH:mm:ss',
  'yyyy-MM-dd',
];

const PAST = new Date('1990-01-31T12:00:00Z');
const FUTURE = new Date('2100-12-31T12:00:00Z');

/** `right`: seen to work. `wrong`: refused, or answered something else. `unproven`: nothing to test it with. */
type Verdict = 'right' | 'wrong' | 'unproven';

/** A client whose last change tells whether a date was understood. */
interface Witness {
  readonly id: number;
  readonly at: Date;
}

async function tryFormat(
  probes: GiavProbes,
  format: Format,
  witness: Witness | null,
  first: number,
): Promise<Verdict> {
  const found = async (since: Date, idsCliente?: number[]): Promise<number> =>
    (
      await probes.ids(
        { pageSize: 100, pageIndex: first },
        { idsCliente, modifiedSince: sinceText(since, format) },
      )
    ).length;
  try {
    if ((await found(FUTURE)) > 0 || (await found(PAST)) === 0) return 'wrong';
    if (witness === null) return 'unproven';
    // A day over 12 cannot be read as a month: in for one second before its change, out a minute (or a day) after.
    const after = format === 'yyyy-MM-dd' ? 2 * DAY_MS : MINUTE_MS;
    const before = format === 'yyyy-MM-dd' ? DAY_MS : SECOND_MS;
    const inside = await found(new Date(witness.at.getTime() - before), [witness.id]);
    const outside = await found(new Date(witness.at.getTime() + after), [witness.id]);
    return inside === 1 && outside === 0 ? 'right' : 'wrong';
  } catch (problem) {
    if (problem instanceof RecordError) return 'wrong';
    throw problem;
  }
}

/** A client of whose last change nobody can take the day for the month, and that has not changed just now. */
function witnessIn(sample: readonly ProbedClient[], now: Date): Witness | null {
  for (const { client } of sample) {
    const at = giavTime(client.modifiedAt);
    if (at === null || at.getTime() >= now.getTime() - 3 * DAY_MS) continue;
    if (DateTime.fromJSDate(at, { zone: GIAV_ZONE }).day > 12) return { id: client.id, at };
  }
  return null;
}

const unproven = (configured: Format): Finding =>
  warning(
    {
      en: `Nothing speaks against the date format ${configured}, but there is no client changed on a day after the 12th to prove it.`,
      es: `Nada desmiente el formato de fecha ${configured}, pero no hay ningún cliente cambiado después del día 12 de un mes que lo demuestre.`,
    },
    { en: 'Ask again when there is one.', es: 'Vuelva a preguntar cuando haya alguno.' },
  );

const otherFormat = (configured: Format, right: Format): Finding =>
  error(
    {
      en: `GIAV does not read dates as ${configured}, but as ${right}.`,
      es: `GIAV no lee las fechas como ${configured}, sino como ${right}.`,
    },
    {
      en: `Set giav.dateTimeFormat to "${right}".`,
      es: `Ponga giav.dateTimeFormat en "${right}".`,
    },
  );

/** Which text of a date the filter `fechaHoraDesde` understands (giav.md, Q4). */
export async function probeDateFormat(
  probes: GiavProbes,
  sample: readonly ProbedClient[],
  configured: Format,
  first: number,
  now: Date,
): Promise<Finding> {
  const witness = witnessIn(sample, now);
  const verdict = await tryFormat(probes, configured, witness, first);
  if (verdict === 'right')
    return ok({
      en: `GIAV reads dates as the setting writes them (${configured}).`,
      es: `GIAV lee las fechas como las escribe el ajuste (${configured}).`,
    });
  if (verdict === 'unproven') return unproven(configured);
  for (const candidate of CANDIDATES.filter((one) => one !== configured))
    if ((await tryFormat(probes, candidate, witness, first)) === 'right')
      return otherFormat(configured, candidate);
  return error(
    {
      en: `GIAV understands none of the known date formats (${CANDIDATES.join(', ')}).`,
      es: `GIAV no entiende ninguno de los formatos de fecha conocidos (${CANDIDATES.join(', ')}).`,
    },
    {
      en: 'Modified runs would read nothing or everything: set modified.everyMinutes to 0, run full ones, and ask GIAV.',
      es: 'Las ejecuciones modificadas no leerían nada o lo leerían todo: ponga modified.everyMinutes en 0, use ejecuciones completas y pregunte a GIAV.',
    },
  );
}
