import type { SyncedRecord } from '../../ports/synced';
import type { Subject } from '../../sync/decision';

/** What is said around the decisions of a record that was synced at once. */
export const english = {
  entities: {
    client: 'client',
    expediente: 'expediente',
    contact: 'contact',
    company: 'company',
  } as Readonly<Record<Subject, string>>,
  outcomes: {
    created: 'created',
    updated: 'updated',
    linked: 'linked',
    unchanged: 'in step already, nothing was written',
    skipped: 'not synced',
    failed: 'failed',
    waits: 'not yet',
  } as Readonly<Record<SyncedRecord['outcome'], string>>,
  where: (kind: string, id: string): string => ` (Clientify ${kind} ${id})`,
  inStep: (count: number): string => `Expedientes that were in step already: ${count}.`,
  unlisted: (count: number): string =>
    `${count} more expedientes were synced or refused; cli explain expediente <id> tells about each.`,
  left: 'Not all of its expedientes could be read now: the next run reads the rest.',
  wayBack: 'The way back was told to look at the record of Clientify, too.',
  nothing: 'No client of GIAV belongs to it yet.',
  asked: 'Asked for. The answer comes when the record has been read and written.',
  noAnswer: (seconds: number): string =>
    `Nobody has answered for ${seconds} s: the function that does it is busy or cannot start. It may still be done; cli explain tells. Ask again, and if that does not help, see the log of the page-fetcher.`,
};

export const spanish: typeof english = {
  entities: {
    client: 'cliente',
    expediente: 'expediente',
    contact: 'contacto',
    company: 'empresa',
  },
  outcomes: {
    created: 'creado',
    updated: 'actualizado',
    linked: 'enlazado',
    unchanged: 'ya estaba al día, no se ha escrito nada',
    skipped: 'no sincronizado',
    failed: 'fallido',
    waits: 'todavía no',
  },
  where: (kind, id) => ` (Clientify: ${kind} ${id})`,
  inStep: (count) => `Expedientes que ya estaban al día: ${count}.`,
  unlisted: (count) =>
    `${count} expedientes más se han sincronizado o rechazado; cli explain expediente <id> cuenta lo de cada uno.`,
  left: 'No se han podido leer ahora todos sus expedientes: la próxima ejecución lee el resto.',
  wayBack: 'También se ha avisado a la vuelta para que mire el registro de Clientify.',
  nothing: 'Todavía no le corresponde ningún cliente de GIAV.',
  asked: 'Pedido. La respuesta llega cuando se haya leído y escrito el registro.',
  noAnswer: (seconds) =>
    `Nadie ha respondido en ${seconds} s: la función que lo hace está ocupada o no puede arrancar. Puede que aún se haga; cli explain lo cuenta. Vuelva a pedirlo y, si no sirve, mire el registro de page-fetcher.`,
};
