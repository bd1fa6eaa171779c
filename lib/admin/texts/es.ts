import { MAILS_NOTICE } from '../../sync/first-run';
import type { Texts } from './en';
import { spanish as explain } from './explain';
import { spanish as held } from './held';
import { spanish as letter } from './letter';
import { spanish as rehearsed } from './rehearsed';
import { spanish as webhook } from './slots';
import { spanish as synced } from './synced';

const PAUSES = { outage: 'no responde', throttled: 'pide ir más despacio' } as const;

/** Spanish of Spain; words of GIAV and Clientify as their screens say them. */
export const es: Texts = {
  language: 'es',
  counts: {
    read: 'leídos',
    created: 'creados',
    updated: 'actualizados',
    linked: 'enlazados',
    unchanged: 'iguales',
    skipped: 'omitidos',
    failed: 'fallidos',
  },
  modes: { full: 'completa', modified: 'modificada', redrive: 'relanzamiento' },
  statuses: {
    running: 'en marcha',
    completed: 'completada',
    failed: 'fallida',
    refused: 'rechazada',
    cancelled: 'cancelada',
    held: 'retenida',
  },
  phases: {
    clients: 'clientes',
    expedientes: 'expedientes',
    draining: 'terminando',
    ended: 'terminada',
  },
  summary: {
    clients: 'Clientes',
    expedientes: 'Expedientes',
    calls: (giav, clientify) => `Llamadas: GIAV ${giav}; Clientify ${clientify}`,
    ended: (id, status, message) => `Ejecución ${id} ${status}: ${message}`,
  },
  progress: {
    nothingRead: 'se revisan ajustes y listas, aún no se ha leído nada de GIAV',
    reading: (read, done) => `${read} leídos de GIAV, unos ${done} hechos`,
    of: (done, total) => `hechos unos ${done} de ${total}`,
    perSecond: (count) => `${count} por segundo`,
    perMinute: (count) => `${count} por minuto`,
    minutesLeft: (minutes) => `quedan ${minutes} min`,
    hoursLeft: (hours) => `quedan ${hours} h`,
    nearlyDone: 'queda menos de un minuto',
    paused: (why, until) => `en pausa: ${why} Próximo intento: ${until}.`,
    mails: MAILS_NOTICE.es,
    mailsAtLeast: (contacts) => `Por ahora: ${MAILS_NOTICE.es(contacts)}`,
  },
  status: {
    running: (mode, id, phase, clients, expedientes) =>
      `En marcha: ejecución ${mode} ${id}, ${phase}; leídos ${clients} clientes y ${expedientes} expedientes`,
    idle: 'No hay ninguna ejecución en marcha.',
    runHeld: (id) =>
      `  retenida: cambiaría demasiado. Vea cli runs show ${id}; después, cli runs confirm ${id} o cli runs reject ${id}.`,
    runPaused: (until, why) => `  en pausa hasta ${until}: ${why}`,
    clientifyPaused: (until, why) => `Clientify: en pausa hasta ${until} (${PAUSES[why]}).`,
    clientifyFine: 'Clientify: sin pausa.',
    watermark: (since, minutes) =>
      `Marca: ${since} (de hace ${minutes} min); las ejecuciones modificadas leen desde ahí.`,
    noWatermark: 'Marca: ninguna; la próxima ejecución será completa.',
    lastRun: (mode, id, status) => `Última ejecución: ${mode} ${id}, ${status}`,
    noRun: 'Aún no ha habido ninguna ejecución.',
    failed: (records, messages) =>
      `Registros fallidos: ${records} (véalos con: cli failures). Mensajes en la cola de fallidos: ${messages}.`,
    halted: (since, client) =>
      `La vuelta a GIAV está PARADA desde ${since} por el cliente ${client} (vea cli explain; después, cli write-back --resume).`,
    held: (since) =>
      `La vuelta a GIAV está RETENIDA desde ${since}: en una hora se iban a escribir demasiados clientes en GIAV (revise los cambios en Clientify; después, cli write-back --resume).`,
    wayBack: (changes) => `La vuelta a GIAV: ${changes} cambios de Clientify en camino.`,
    waiting: (records) => `Registros omitidos que esperan una corrección en Clientify: ${records}.`,
  },
  runs: {
    head: ['ejecución', 'modo', 'estado', 'inicio'],
    cancelled: (id, read, left) =>
      `La ejecución ${id} queda cancelada: había leído ${read} registros, y ${left} de ellos quedan para la siguiente.`,
  },
  sync: {
    lookAtIt: 'Para verlo en el navegador: npm run console',
    simulated: 'Se usan los simuladores de GIAV y Clientify que vienen incluidos.',
    interrupted: (mode, id) =>
      `La ejecución ${mode} ${id} se interrumpió; continúa desde donde estaba.`,
  },
  dryRun: {
    held: 'La ejecución quedaría retenida, a la espera de un administrador, antes de escribir esto:',
    notHeld: 'La ejecución no quedaría retenida: lo que cambiaría cabe en el ajuste brake.',
    all: 'Todo lo que cambiaría en registros enlazados:',
    looked: (records) => `simulacro: ${records} registros revisados`,
    report: (html, json) =>
      `No se ha escrito nada. Informe (datos personales): ${html}\n                                           ${json}`,
  },
  failures: {
    head: ['registro', 'motivo', 'desde', 'último', 'intentos', 'error'],
    none: 'No hay registros fallidos.',
    message: (id) => `mensaje ${id}`,
    deleted: (id) => `Mensaje ${id} borrado.`,
    notDeleted: (id) =>
      `No hay ningún mensaje ilegible ${id}: solo se pueden borrar esos; los registros se relanzan.`,
    redriven: (records) => `Registros relanzados: ${records}`,
    notFailed: (ids) => `No han fallado: ${ids}. Un solo cliente: cli sync client <id>.`,
  },
  conflicts: {
    head: ['cliente', 'Clientify', 'campo', 'GIAV', 'Clientify', 'motivo'],
    none: 'Nada espera a una persona.',
    chosen: (field, value, other) =>
      `${field}: se ha pedido ${value} para los dos lados, en lugar de ${other}. La vuelta lo hace ahora; cli explain muestra el resultado.`,
  },
  restore: {
    done: (field, from, to, at) =>
      `${field}: ${from} → ${to} (se reemplazó el ${at}), escrito de nuevo en Clientify.`,
    goesToGiav: 'Llegará solo a GIAV.',
    staysHere: 'La vuelta no escribe: GIAV conserva su valor.',
  },
  undo: {
    head: [
      'registro',
      'Clientify',
      'la ejecución lo había',
      'vuelve a su valor',
      'se queda como está',
    ],
    left: {
      'changed-since': 'alguien lo cambió después',
      consent: 'los consentimientos nunca se devuelven',
      tag: 'una etiqueta se queda',
      refused: 'Clientify lo rechazó',
      gone: 'el registro ya no está, o es de otro',
    },
    done: (changed, touched, kept) =>
      `${changed} de los ${touched} registros que la ejecución había tocado se han devuelto a como estaban; en ${kept} se ha dejado algo. Se quedan así hasta que cambie GIAV o alguien los relance.`,
    wouldBe: (changed, touched, kept) =>
      `${changed} de los ${touched} registros que la ejecución había tocado se devolverían a como estaban; en ${kept} se dejaría algo. No se ha escrito nada.`,
  },
  relink: {
    done: (record, from, client) =>
      `${record}, que era del cliente ${from} de GIAV, es ahora del cliente ${client}. Se ha pedido una ejecución que lo lea.`,
  },
  audit: {
    line: (what, by, erased, stays) => `${what}, por ${by}: borrado ${erased}; queda: ${stays}`,
    nothing: 'nada',
    none: 'No hay anotaciones.',
    alsoThere:
      'En GIAV y en Clientify no se ha tocado nada: borre también allí a la persona. Informes de simulacros y copias de seguridad: docs/data-map.md.',
  },
  console: {
    head: ['correo', 'puede', 'invitación', 'desde', 'id en las anotaciones'],
    roles: { admin: 'actuar', reader: 'mirar' },
    noRole: 'nada: no está en ningún grupo',
    used: 'usada',
    waits: 'sin usar todavía',
    none: 'No hay nadie invitado: cli console invite <correo>.',
    invited: (email, url) =>
      `${email} recibirá un correo con la dirección ${url} y una contraseña para la primera vez, válida siete días.`,
    known: (email, may) => `${email} ya estaba invitado, y desde ahora puede: ${may}.`,
    removed: (email) =>
      `${email} ya no puede entrar. Una sesión abierta termina en cinco minutos como mucho.`,
  },
  settings: {
    deployed: 'El documento desplegado:',
    overlay: (version, at, by) => `Cambiado desde entonces, versión ${version} de ${at} por ${by}:`,
    unfit: (problem) =>
      `Lo que se cambió ya no encaja con el documento desplegado, y no se sincroniza nada hasta que encaje: ${problem}\nEl documento desplegado está arriba. Repárelo con cli settings set (sin valor, vuelve a valer lo desplegado) o con cli settings revert --to 0.`,
    unchanged: 'Nadie ha cambiado nada.',
    effective: 'Lo que vale:',
    preview: {
      head: ['ajuste', 'antes', 'después', 'afecta a'],
      none: '(nada)',
      about: {
        clients: 'clientes',
        expedientes: 'expedientes',
        both: 'clientes y expedientes',
        edits: 'lo que se escriba en Clientify desde ahora',
      },
      records: (count) => `; ${count} sin etapa hasta ahora`,
      same: 'Eso no cambia nada.',
      full: 'La próxima ejecución lo lee todo de nuevo.',
      atMost: (clients, expedientes, at) =>
        `Se escribirán como mucho ${clients} clientes y ${expedientes} expedientes, según contó la ejecución completa que terminó en ${at}. Cuáles: settings set --dry-run.`,
      notCounted: 'Todavía no ha habido una ejecución completa que haya contado los registros.',
    },
    saved: (version) =>
      `Guardado como versión ${version}. Las funciones lo saben en un minuto; una ejecución en marcha termina con lo que empezó o con lo nuevo, y la siguiente lo pone en orden.`,
    rehearsed: 'No se ha guardado nada.',
    head: ['versión', 'cuándo', 'quién', 'qué'],
    reverted: (version) =>
      version === 0 ? 'vuelta al documento desplegado' : `vuelta a la versión ${version}`,
    noHistory: 'Nadie ha cambiado los ajustes todavía.',
  },
  reconcile: {
    hints: (records) => `Registros que pueden haber cambiado en Clientify: ${records}`,
  },
  writeBack: {
    goesOn: 'La vuelta a GIAV no está parada.',
    resumed: (since, client) =>
      `Reanudada; estaba parada desde ${since} por el cliente ${client}. Relance lo que falló desde entonces.`,
    resumedHeld: (since) =>
      `Reanudada; estaba retenida desde ${since} por demasiados clientes en una hora. Relance lo que falló desde entonces: cli redrive --reason WRITE_BACK_HELD.`,
    held: (since) =>
      `Retenida desde ${since}: en una hora se iban a escribir demasiados clientes en GIAV (ajuste writeBack.perHour). Revise los cambios en Clientify; después, --resume.`,
    halted: (since, client) =>
      `Parada desde ${since} por el cliente ${client}: cli explain client ${client}; después, --resume.`,
  },
  rehearsed,
  webhook,
  setup: {
    allThere: 'Campos personalizados: están todos',
    created: (fields) => `Campos personalizados: creados ${fields}`,
  },
  doctor: {
    levels: { ok: 'bien', warning: 'AVISO', error: 'ERROR' },
    counted: (ok, warnings, errors) =>
      `${ok} bien, ${warnings} avisos, ${errors} errores. No se ha cambiado nada.`,
  },
  ending: {
    asked:
      'Terminando: no se empieza nada nuevo; lo que está en marcha llega a su fin (10 segundos como máximo). Otro Ctrl-C termina en el acto.',
    cutOff: 'La ejecución se ha cortado. El próximo sync sigue desde su punto de control.',
  },
  local: {
    folderInUse: (folder, command, pid) =>
      `Otro proceso trabaja con ${folder}: ${command} (proceso ${pid}). Espere a que termine, o termínelo con Ctrl-C en su terminal o con: kill ${pid}. Para tener dos a la vez, ponga en STATE_DIR otra carpeta.`,
    portInUse: (port) =>
      `Otro programa usa el puerto ${port} (WEBHOOK_PORT). Termine ese programa o ponga en WEBHOOK_PORT otro puerto.`,
    servicesGone: (file) =>
      `Los servicios emulados han terminado por sí solos. ${file} dice por qué. El próximo arranque sigue desde aquí.`,
  },
  explain,
  synced,
  held,
  letter,
};
