import { leftAlone } from './left-alone';
import type { ChangeQueue } from '../ports/queues';
import type { Seen } from '../sync/choice';
import { ConfigurationError } from '../sync/errors';
import type { Winner } from '../sync/verdict';
import { conflictsOf, type ConflictPorts, type Waiting } from './conflicts';

export interface ChoosePorts extends ConflictPorts {
  readonly changes: Pick<ChangeQueue, 'send'>;
}

export interface Choice {
  /** GIAV id. */
  readonly client: string;
  /** As `conflicts` names it. */
  readonly field: string;
  /** Whose value both sides are to hold. */
  readonly winner: Winner;
  /** What was in view. @default - what both sides show now */
  readonly seen?: Seen;
}

/** What was asked for. The values are personal data: for the admin's eyes. */
export interface Chosen extends Pick<Choice, 'client' | 'field' | 'winner'> {
  readonly value: string;
  /** The one that gives way. */
  readonly other: string;
}

/**
 * Gives one field that waits the value of one side. It writes nothing by itself: the way back looks at both sides afresh,
 * with every check of a write, and heeds the choice as long as both still show what was in view. The value that gives way
 * is kept with the decision.
 * @throws ConfigurationError when nothing of the field waits any more, either side has changed since it was in view, that
 * side's value may not be chosen, or what a run did to the client was undone: a look would do the other fields once more
 */
export async function chooseValue(ports: ChoosePorts, choice: Choice): Promise<Chosen> {
  const { client, field, winner } = choice;
  if ((await ports.links.get('client', client))?.undone !== undefined)
    throw new ConfigurationError(leftAlone(client, { en: 'a choice', es: 'elegir' }));
  const found = (await conflictsOf(ports, client)).find(
    (one) => one.field === field && one.seen !== undefined,
  );
  if (found?.seen === undefined) throw new ConfigurationError(nothingWaits(client, field));
  const seen = choice.seen ?? found.seen;
  if (seen.giav !== found.seen.giav || seen.clientify !== found.seen.clientify)
    throw new ConfigurationError(changedMeanwhile(field));
  if (found.choices?.includes(winner) !== true)
    throw new ConfigurationError(notToBeChosen(found, winner));
  await ports.changes.send({
    v: 1,
    kind: 'change',
    of: found.kind,
    id: found.clientifyId,
    source: 'redrive',
    choices: [{ field, winner, ...found.seen }],
  });
  const other = winner === 'giav' ? 'clientify' : 'giav';
  return { client, field, winner, value: found[winner], other: found[other] };
}

const nothingWaits = (client: string, field: string) => ({
  en: `Nothing of the field ${field} of the client ${client} waits for a choice any more.`,
  es: `Del campo ${field} del cliente ${client} ya no hay nada que elegir.`,
});
const changedMeanwhile = (field: string) => ({
  en: `Somebody has changed ${field} meanwhile. Nothing was done: compare both sides again.`,
  es: `Alguien ha cambiado ${field} entretanto. No se ha hecho nada: compare los dos lados otra vez.`,
});

function notToBeChosen({ field, ...shown }: Waiting, winner: Winner) {
  if (shown[winner] === '')
    return {
      en: `That side has no value of ${field}, and a choice empties nothing: empty it by hand.`,
      es: `Ese lado no tiene ningún valor de ${field}, y al elegir no se vacía nada: vacíelo a mano.`,
    };
  return winner === 'giav'
    ? {
        en: `There is nothing to choose for ${field}: correct it in GIAV.`,
        es: `No hay nada que elegir en ${field}: corríjalo en GIAV.`,
      }
    : {
        en: `Clientify's value of ${field} cannot be chosen: the way back does not write, Clientify shows only its beginning, or the field always flows from GIAV. Correct it in GIAV.`,
        es: `No se puede elegir el valor de Clientify de ${field}: la vuelta no escribe, Clientify solo muestra el principio, o el campo viene siempre de GIAV. Corríjalo en GIAV.`,
      };
}
