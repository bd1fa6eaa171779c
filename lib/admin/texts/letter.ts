import type { Subject } from '../../sync/decision';
import type { WaitingList } from '../waiting';

const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** What the daily letter says, in English. Days are `YYYY-MM-DD`. Subjects are ASCII: SNS takes nothing else there. */
export const english = {
  day: (day: string): string => day,
  subject: {
    waiting: (count: number, more: boolean): string =>
      `${more ? 'at least ' : ''}${many(count, 'record waits', 'records wait')} for a person`,
    trouble: 'something to look at',
    calm: 'all in step',
  },
  head: (agency: string, day: string): string => `Agency ${agency}, ${day}.`,
  nothingWaits: 'Nothing waits for a person.',
  runHeld: (id: string): string =>
    `The run ${id} is held: it would change too much in Clientify. Look at it, then confirm or reject it (cli runs show ${id}).`,
  runFailed: (id: string, day: string, why: string): string =>
    `The last run, ${id}, failed on ${day}. ${why}`,
  halted: (day: string, client: string): string =>
    `The way back is halted since ${day}: a write damaged the client ${client} and it could not be put back. Nothing is written to GIAV until somebody has looked (cli explain client ${client}; then cli write-back --resume).`,
  heldBack: (day: string): string =>
    `The way back is held since ${day}: too many clients were to be written to GIAV within an hour. Look at the changes in Clientify, then resume it (cli write-back --resume).`,
  lists: {
    failed: 'could not be synced',
    attention: 'waits for a decision',
    clientify: 'waits for a correction in Clientify',
    giav: 'waits for a correction in GIAV',
  } as Readonly<Record<WaitingList, string>>,
  group: (count: number, more: boolean, since: string | null): string =>
    `${more ? 'at least ' : ''}${many(count, 'record', 'records')}${since === null ? '' : `, since ${since}`}`,
  oldest: 'The oldest:',
  entities: {
    client: 'client',
    expediente: 'expediente',
    contact: 'Clientify contact',
    company: 'Clientify company',
  } as Readonly<Record<Subject, string>>,
  since: (day: string): string => `since ${day}`,
  leftOut: (count: number, more: boolean): string =>
    `Besides, ${more ? 'at least ' : ''}${many(count, 'record waits', 'records wait')} for a correction in GIAV, as the last full run saw it; they may stay so.`,
  yesterday: (runs: number, created: number, updated: number): string =>
    `What went well: ${many(runs, 'run was', 'runs were')} completed yesterday; ${created} records were created and ${updated} updated in Clientify.`,
  noRuns: 'No run was completed yesterday.',
  inStep: (day: string, time: string): string => `In step with GIAV up to ${day} ${time}.`,
  byCommand: 'To see it: cli status, cli failures, cli conflicts.',
  foot: 'This letter is sent once a day at most, and only when something waits for a person or has failed. Hour, language and the weekly "all in step" are the settings letter.hour, letter.language and letter.weekly.',
  none: 'No letter today: nothing waits for a person, and nothing has failed.',
};

/** The same in Spanish. */
export const spanish: typeof english = {
  day: (day) => day.split('-').reverse().join('/'),
  subject: {
    waiting: (count, more) =>
      `${more ? 'al menos ' : ''}${many(count, 'registro espera', 'registros esperan')} a una persona`,
    trouble: 'hay algo que mirar',
    calm: 'sin novedad',
  },
  head: (agency, day) => `Agencia ${agency}, ${day}.`,
  nothingWaits: 'Nada espera a una persona.',
  runHeld: (id) =>
    `La ejecución ${id} está retenida: cambiaría demasiado en Clientify. Mírela y después confírmela o recházela (cli runs show ${id}).`,
  runFailed: (id, day, why) => `La última ejecución, ${id}, falló el ${day}. ${why}`,
  halted: (day, client) =>
    `La vuelta a GIAV está parada desde el ${day}: una escritura dañó al cliente ${client} y no se pudo reponer. No se escribe nada en GIAV hasta que alguien lo mire (cli explain client ${client}; después, cli write-back --resume).`,
  heldBack: (day) =>
    `La vuelta a GIAV está retenida desde el ${day}: en una hora se iban a escribir demasiados clientes en GIAV. Revise los cambios en Clientify y después reanúdela (cli write-back --resume).`,
  lists: {
    failed: 'no se pudo sincronizar',
    attention: 'espera una decisión',
    clientify: 'espera una corrección en Clientify',
    giav: 'espera una corrección en GIAV',
  },
  group: (count, more, since) =>
    `${more ? 'al menos ' : ''}${many(count, 'registro', 'registros')}${since === null ? '' : `, desde el ${since}`}`,
  oldest: 'Los más antiguos:',
  entities: {
    client: 'cliente',
    expediente: 'expediente',
    contact: 'contacto de Clientify',
    company: 'empresa de Clientify',
  },
  since: (day) => `desde el ${day}`,
  leftOut: (count, more) =>
    `Además, ${more ? 'al menos ' : ''}${many(count, 'registro espera', 'registros esperan')} una corrección en GIAV, según la última ejecución completa; pueden quedarse así.`,
  yesterday: (runs, created, updated) =>
    `Lo que fue bien: ayer ${many(runs, 'ejecución completada', 'ejecuciones completadas')}; en Clientify, ${created} registros creados y ${updated} actualizados.`,
  noRuns: 'Ayer no se completó ninguna ejecución.',
  inStep: (day, time) => `Al día con GIAV hasta el ${day} a las ${time}.`,
  byCommand: 'Para verlo: cli status, cli failures, cli conflicts.',
  foot: 'Esta carta sale una vez al día como mucho, y solo cuando algo espera a una persona o ha fallado. La hora, el idioma y el «sin novedad» semanal son los ajustes letter.hour, letter.language y letter.weekly.',
  none: 'Hoy no sale ninguna carta: nada espera a una persona y nada ha fallado.',
};
