/** What the pages say of a dry run. The words of counts are those of the command line. */
export const REHEARSAL_ES = {
  start: 'Simulacro',
  means: 'Dice todo lo que haría una ejecución, registro por registro, sin escribir nada.',
  full: 'Simulacro de una completa',
  modified: 'Simulacro de lo modificado',
  nothingWritten: 'No se ha escrito nada. Esto es lo que haría la próxima ejecución:',
  notWhole:
    'No ha dado tiempo a mirarlo todo: las cifras son solo de lo leído. Quien administra el despliegue puede hacerlo entero en su ordenador.',
  records: 'Registro por registro',
  left: (count: number) =>
    count === 1
      ? 'Hay un registro más que no cabe aquí.'
      : `Hay ${count} registros más que no caben aquí.`,
  none: 'Ningún registro cambiaría.',
  oneRecord: 'Ver qué se enviaría ahora',
  oneRecordMeans: 'Ensaya este registro con lo que hay ahora en los dos lados. No escribe nada.',
};

export const REHEARSAL_EN: typeof REHEARSAL_ES = {
  start: 'Dry run',
  means: 'Tells all that a run would do, record by record, without writing anything.',
  full: 'Dry run of a full one',
  modified: 'Dry run of what was modified',
  nothingWritten: 'Nothing was written. This is what the next run would do:',
  notWhole:
    'There was not the time to look at everything: the figures are of what was read. Whoever administers the deployment can make the whole of it on their own machine.',
  records: 'Record by record',
  left: (count) =>
    count === 1
      ? 'There is one more record, for which there is no room here.'
      : `There are ${count} more records, for which there is no room here.`,
  none: 'No record would change.',
  oneRecord: 'See what would be sent now',
  oneRecordMeans: 'Rehearses this record with what both sides hold now. Writes nothing.',
};
