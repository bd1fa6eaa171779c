/** What is said around the rehearsal of one record, around the choices of settings, and around what was found by number. */
export const english = {
  nothingWritten: 'Nothing was written. This is what would be done now:',
  none: 'Nothing: the record is in step, or GIAV does not show it.',
  choices: {
    states: 'States of expedientes in GIAV:',
    stages: (pipeline: string) => `Stages of the pipeline ${pipeline}:`,
    offices: 'Offices of GIAV (code, name):',
    noOffices: 'The key of GIAV may not read the offices.',
    contactTypes: 'Types of some contacts:',
  },
  found: {
    head: ['expediente', 'number', 'client'],
    none: 'GIAV shows no expediente with that number.',
  },
};

export const spanish: typeof english = {
  nothingWritten: 'No se ha escrito nada. Esto es lo que se haría ahora:',
  none: 'Nada: el registro está al día, o GIAV no lo muestra.',
  choices: {
    states: 'Estados de los expedientes en GIAV:',
    stages: (pipeline) => `Etapas del pipeline ${pipeline}:`,
    offices: 'Oficinas de GIAV (código, nombre):',
    noOffices: 'La clave de GIAV no puede leer las oficinas.',
    contactTypes: 'Tipos de algunos contactos:',
  },
  found: {
    head: ['expediente', 'número', 'cliente'],
    none: 'GIAV no muestra ningún expediente con ese número.',
  },
};
