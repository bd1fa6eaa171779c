import type { Held } from '../../ports/run';

type Because = Held['because'];

/** What an admin reads of a run that waits for a word, in English. */
export const english = {
  why: (because: Because, { planned, read }: Held): string =>
    because === 'records'
      ? `It would change ${planned.records} of the ${read} records read so far in Clientify.`
      : `It would empty ${planned.emptied} values in Clientify (and change ${planned.records} of the ${read} records read so far).`,
  written: (records: number, emptied: number): string =>
    `Let through before it was held: ${records} changed records, ${emptied} emptied values.`,
  expected: 'Because of the new settings or a new version: so many changes are to be expected.',
  unexpected:
    'The settings are those of the last run: look in GIAV whether these values are really meant to be so.',
  fields: ['field', 'changed', 'emptied'],
  examples: ['record', 'Clientify', 'emptied', 'changed'],
  next: (id: string): string =>
    `cli runs confirm ${id}: it goes on. cli runs reject ${id}: it ends, and the next run reads the same again.`,
  confirmed: (id: string): string => `Run ${id} goes on.`,
  rejected: (id: string): string => `Run ${id} is rejected. What it wrote before stays.`,
};

/** The same in Spanish. */
export const spanish: typeof english = {
  why: (because, { planned, read }) =>
    because === 'records'
      ? `Cambiaría en Clientify ${planned.records} de los ${read} registros leídos hasta ahora.`
      : `Vaciaría ${planned.emptied} valores en Clientify (y cambiaría ${planned.records} de los ${read} registros leídos hasta ahora).`,
  written: (records, emptied) =>
    `Lo que pasó antes de retenerla: ${records} registros cambiados, ${emptied} valores vaciados.`,
  expected: 'Por los nuevos ajustes o una nueva versión: es de esperar que haya tantos cambios.',
  unexpected:
    'Los ajustes son los de la última ejecución: mire en GIAV si esos valores deben ser así de verdad.',
  fields: ['campo', 'cambiados', 'vaciados'],
  examples: ['registro', 'Clientify', 'vaciados', 'cambiados'],
  next: (id) =>
    `cli runs confirm ${id}: continúa. cli runs reject ${id}: termina, y la siguiente vuelve a leer lo mismo.`,
  confirmed: (id) => `La ejecución ${id} continúa.`,
  rejected: (id) => `La ejecución ${id} queda rechazada. Lo que escribió antes se queda.`,
};
