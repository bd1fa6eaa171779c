/** What `cli explain` says around the values and codes that it shows. */
export const english = {
  parked: (field: string, note: string, id: string): string =>
    `Parked, ${field}: ${note}. Both sides keep their value; cli sync client ${id} tries it again.`,
  noLink: 'No link: this record has not been seen by a run.',
  link: (status: string, where: string, at: string, reason: string): string =>
    `Link: ${status}${where} (since ${at})${reason}.`,
  linkedTo: (kind: string, id: string): string => ` to the Clientify ${kind} ${id}`,
  record: 'record',
  unverified: ' A write to GIAV is not verified yet.',
  nothing: '(nothing)',
  notKnown: '(not known)',
  side: { giav: 'in GIAV', clientify: 'in Clientify' },
  replaced: (where: string, field: string, why: string): string =>
    `replaced ${where}, ${field} (${why})`,
  conflict: (field: string, giav: string, clientify: string, winner: string): string =>
    `conflict on ${field}: GIAV ${giav}, Clientify ${clientify}; ${winner} wins`,
  notSent: 'dry run, not sent',
  withoutSource: (fields: string): string => `without a source, so not sent: ${fields}`,
  alarm: (restored: boolean): string =>
    `ALARM: after a write GIAV differed in other fields; ${restored ? 'what was lost was put back' : 'not everything was put back'}`,
  run: 'run',
  fallback: (value: string): string => `${value}: the fallback was used`,
  note: (field: string, note: string): string => `note on ${field}: ${note}`,
  unlinked: (entity: string, id: string): string =>
    `The Clientify ${entity} ${id}, not linked to a GIAV client.`,
  ofClient: (entity: string, id: string, client: string): string =>
    `The Clientify ${entity} ${id} is GIAV's client ${client}: what happens to it is told there (cli explain client ${client}).`,
  noDecision:
    'No stored decision: nothing was done to it in the last 30 days (unchanged records leave none).',
};

export const spanish: typeof english = {
  parked: (field, note, id) =>
    `Aparcado, ${field}: ${note}. Cada lado conserva su valor; cli sync client ${id} lo intenta de nuevo.`,
  noLink: 'Sin enlace: ninguna ejecución ha visto este registro.',
  link: (status, where, at, reason) => `Enlace: ${status}${where} (desde ${at})${reason}.`,
  linkedTo: (kind, id) => `, Clientify ${kind} ${id}`,
  record: 'registro',
  unverified: ' Hay una escritura en GIAV sin verificar todavía.',
  nothing: '(nada)',
  notKnown: '(no se conoce)',
  side: { giav: 'en GIAV', clientify: 'en Clientify' },
  replaced: (where, field, why) => `reemplazado ${where}, ${field} (${why})`,
  conflict: (field, giav, clientify, winner) =>
    `conflicto en ${field}: GIAV ${giav}, Clientify ${clientify}; gana ${winner}`,
  notSent: 'simulacro, no enviado',
  withoutSource: (fields) => `sin origen, así que no se envía: ${fields}`,
  alarm: (restored) =>
    `ALARMA: después de una escritura, GIAV tenía otros campos distintos; ${restored ? 'se ha repuesto lo perdido' : 'no se ha repuesto todo'}`,
  run: 'ejecución',
  fallback: (value) => `${value}: se ha usado el valor por defecto`,
  note: (field, note) => `nota sobre ${field}: ${note}`,
  unlinked: (entity, id) => `Clientify: ${entity} ${id}, sin enlace con un cliente de GIAV.`,
  ofClient: (entity, id, client) =>
    `Clientify: ${entity} ${id} es el cliente ${client} de GIAV: lo que le pasa se cuenta allí (cli explain client ${client}).`,
  noDecision:
    'No hay decisiones guardadas: en los últimos 30 días no se le ha hecho nada (los registros sin cambios no dejan ninguna).',
};
