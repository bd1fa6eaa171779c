import type { SyncConfig } from '../../config/schema';

type Afterwards = Readonly<Record<SyncConfig['forgotten'], string>>;

/** What the pages say of erasing what is stored about a person. */
export const FORGET_ES = {
  open: 'Borrar lo guardado de esta persona',
  title: 'Borrar a una persona (RGPD)',
  means: 'Esto borra todo lo que este producto guarda de ella. No se puede deshacer.',
  erased: 'Se borra',
  what: [
    'el enlace entre su ficha de GIAV y la de Clientify, y los de sus expedientes',
    'lo que se hizo con ella, campo a campo, con los valores de antes (con eso ya no se podrá reponer ninguno)',
    'sus fallos, lo que espera de ella y los mensajes apartados que la nombran',
    'las incidencias de escrituras suyas en GIAV',
  ],
  untouched: 'No se toca',
  stays: [
    'su ficha en GIAV y en Clientify: bórrelas allí, si procede',
    'las copias de seguridad de la tabla, que caducan solas',
    'una línea en el Registro de actividad, con su id de GIAV y quién lo pidió',
  ],
  afterwards: 'Después',
  then: {
    'stay-away': 'Queda su id de GIAV como marca: no se vuelve a sincronizar nunca.',
    'may-return':
      'Si sigue en GIAV, la próxima ejecución que la vea la tratará como nueva y la creará o enlazará en Clientify.',
  } as Afterwards,
  first: 'Si no debe volver, bórrela antes en GIAV y en Clientify.',
  type: (id: string) => `Escriba el id de GIAV del cliente (${id}) para confirmarlo`,
  confirm: 'Borrar para siempre',
  cancel: 'No borrar nada',
  mistyped: 'El id escrito no es el de este cliente. No se ha borrado nada.',
  done: 'Borrado',
  doneMeans: (client: string) => `Ya no queda guardado nada de: ${client}.`,
  items: (count: number) => `${count} elementos borrados.`,
};

export const FORGET_EN: typeof FORGET_ES = {
  open: 'Erase what is stored about this person',
  title: 'Erase a person (GDPR)',
  means: 'This erases everything that this product stores about them. It cannot be undone.',
  erased: 'Erased',
  what: [
    'the link between their record in GIAV and the one in Clientify, and those of their expedientes',
    'what was done to them, field by field, with the values of before (none can be put back then)',
    'their failures, what waits for them, and messages set aside that name them',
    'incidents of writes of theirs to GIAV',
  ],
  untouched: 'Not touched',
  stays: [
    'their records in GIAV and in Clientify: erase them there, if that is due',
    'the backups of the table, which expire by themselves',
    'a line in the register of activity, with their GIAV id and who asked for it',
  ],
  afterwards: 'Afterwards',
  then: {
    'stay-away': 'Their GIAV id stays as a mark: they are never synced again.',
    'may-return':
      'If they are still in GIAV, the next run that sees them takes them for new, and creates or links them in Clientify.',
  },
  first: 'If they must not come back, erase them in GIAV and in Clientify first.',
  type: (id) => `Type the client’s GIAV id (${id}) to confirm it`,
  confirm: 'Erase for ever',
  cancel: 'Erase nothing',
  mistyped: 'The id that was typed is not this client’s. Nothing was erased.',
  done: 'Erased',
  doneMeans: (client) => `Nothing is stored any more about: ${client}.`,
  items: (count) => `${count} items erased.`,
};
