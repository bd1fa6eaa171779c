import type { WaitingList } from '../../admin/waiting';
import type { Subject } from '../../sync/decision';
import { ACTIONS_ES } from './actions';
import { EDIT_ES } from './edit-es';
import { FORGET_ES } from './forget';
import { REFUSALS_ES, REMEDIES_ES } from './refusals';
import { REHEARSAL_ES } from './rehearsal';
import { SLOTS_ES } from './slots';

const many = (count: number, one: string, more: string): string =>
  `${count.toLocaleString('es')} ${count === 1 ? one : more}`;

/** What the console says, in Spanish of Spain. Its English is in en.ts, key by key. */
export const es = {
  product: 'GIAV y Clientify',
  skip: 'Ir al contenido',
  actions: ACTIONS_ES,
  edit: EDIT_ES,
  rehearsal: REHEARSAL_ES,
  slots: SLOTS_ES,
  refusals: REFUSALS_ES,
  remedies: REMEDIES_ES,
  forget: FORGET_ES,
  nav: {
    label: 'Páginas',
    today: 'Hoy',
    waiting: 'Por resolver',
    record: 'Ficha',
    runs: 'Ejecuciones',
    connection: 'Conexión',
    settings: 'Ajustes',
    activity: 'Registro de actividad',
  },
  otherLanguage: 'English',
  signOut: 'Salir',
  signedInAs: (who: string) => `Ha entrado como ${who}`,
  readerOnly: 'Puede verlo todo; para cambiar algo hace falta un administrador.',
  entities: {
    client: 'Cliente',
    expediente: 'Expediente',
    contact: 'Contacto de Clientify',
    company: 'Empresa de Clientify',
  } as Readonly<Record<Subject, string>>,
  kinds: { contact: 'contacto', company: 'empresa', deal: 'oportunidad' } as Readonly<
    Record<string, string>
  >,
  none: '—',
  atLeast: (count: number) => `más de ${count.toLocaleString('es')}`,
  records: (count: number) => many(count, 'registro', 'registros'),
  next: 'Ver más',
  first: 'Volver al principio',
  today: {
    allWell: 'Todo al día',
    allWellMeans: 'Nada espera a una persona.',
    needsYou: (count: number, more: boolean) =>
      more
        ? `Más de ${count.toLocaleString('es')} registros le necesitan`
        : many(count, 'registro le necesita', 'registros le necesitan'),
    see: 'Ver qué hacer',
    notYet: 'Todavía no se ha sincronizado nada',
    notYetMeans:
      'La primera ejecución lee GIAV entero y crea en Clientify lo que falte. Puede ver antes, con un simulacro, qué haría.',
    running: 'En marcha ahora',
    idle: 'Ahora no hay ninguna ejecución en marcha.',
    lastRun: 'Última ejecución',
    nextRun: 'Próxima ejecución',
    around: (when: string) => `hacia las ${when}`,
    byHand: 'cuando alguien la inicie',
    inStep: 'Al día con GIAV hasta',
    never: 'nunca',
    reconciled: 'Cambios de Clientify revisados hasta',
    systems: 'Los dos sistemas',
    clientifyFine: 'Clientify responde.',
    clientifyOut: (until: string) =>
      `Clientify no responde. Se vuelve a probar a las ${until}; no hay que hacer nada.`,
    clientifySlow: (until: string) =>
      `Clientify pide ir más despacio. Se sigue a las ${until}; no hay que hacer nada.`,
    giavFine: 'GIAV responde.',
    giavOut: (why: string, until: string) => `En pausa: ${why} Próximo intento: ${until}.`,
    paused: 'En pausa',
    runFailed: 'La última ejecución ha fallado',
    silent: 'Hace demasiado que no empieza ninguna ejecución',
    silentMeans:
      'Deberían empezar solas. Avise a quien administra el despliegue; en Ejecuciones puede empezar una ahora.',
    halted: (client: string, since: string) =>
      `La vuelta a GIAV está parada desde ${since}: una escritura dañó al cliente ${client} y no se pudo reponer.`,
    heldBack: (since: string) =>
      `La vuelta a GIAV está retenida desde ${since}: en una hora se iban a escribir demasiados clientes en GIAV. Revise los cambios en Clientify y reanúdela.`,
    heldBackMeans:
      'Hágalo cuando haya visto los cambios. Después relance lo que falló desde entonces.',
    haltedAction: 'Ver el cliente y decidir',
    whatChanged: 'Qué ha cambiado hoy',
    created: 'creados en Clientify',
    updated: 'actualizados en Clientify',
    writtenBack: 'llevados a GIAV',
    failedRecords: 'fallidos',
    nothingToday: 'Hoy aún no se ha completado ninguna ejecución.',
    chart: 'Los últimos treinta días',
    chartMeans: 'Registros creados y actualizados cada día, y los que fallaron.',
    day: 'Día',
    runsOfDay: 'Ejecuciones',
  },
  waiting: {
    title: 'Por resolver',
    nothing: 'Nada espera a una persona',
    nothingMeans: 'Cuando un registro le necesite, aparecerá aquí con el motivo y qué hacer.',
    lists: {
      failed: 'No se pudieron sincronizar',
      attention: 'Esperan una decisión',
      clientify: 'Esperan una corrección en Clientify',
      giav: 'Esperan una corrección en GIAV',
    } as Readonly<Record<WaitingList, string>>,
    listMeans: {
      failed: 'Corrija la causa y pulse «Reintentar»: se leen otra vez de GIAV y se sincronizan.',
      attention:
        'Están sincronizados, pero hay algo que solo puede decidir una persona. Los dos lados conservan su valor.',
      clientify:
        'No se ha tocado nada. Cuando lo corrija en Clientify, pulse «Hecho»; si no, se miran solos cada día.',
      giav: 'Así los vio la última ejecución completa. Cuando los corrija en GIAV se sincronizan solos; para no esperar, pulse «Hecho».',
    } as Readonly<Record<WaitingList, string>>,
    since: 'Desde',
    howMany: 'Cuántos',
    open: 'Ver los registros',
    retryAll: (count?: string) =>
      count === undefined ? 'Reintentar todos' : `Reintentar todos (${count})`,
    retryMarked: 'Reintentar los marcados',
    lookMarked: 'Mirar otra vez los marcados',
    retry: 'Reintentar',
    done: 'Hecho: mirar otra vez',
    mark: (what: string) => `Marcar ${what}`,
    fileMore: 'Hay más que no caben en este archivo: resuelva estos y descárguelo otra vez.',
    csv: 'Descargar (CSV)',
    record: 'Registro',
    name: 'Nombre',
    inClientify: 'En Clientify',
    attempts: 'Intentos',
    said: 'Qué dijo el sistema',
    noName: 'sin nombre guardado',
    empty: 'Aquí ya no queda nada.',
    back: 'Volver a Por resolver',
    filter: 'Mostrar',
    all: 'Todos',
    code: 'Código del motivo',
    columns: [
      'registro',
      'id',
      'nombre',
      'Clientify',
      'desde',
      'intentos',
      'motivo',
      'mensaje',
    ] as readonly string[],
  },
  record: {
    title: 'Ficha',
    intro: 'Todo lo que se sabe de un registro: enlaces, estado y lo que se hizo, campo a campo.',
    search: 'Buscar',
    what: 'Qué tiene',
    by: {
      client: 'Id de cliente de GIAV (gesintur_id)',
      expediente: 'Id de expediente de GIAV',
      number: 'Número de expediente, con o sin su oficina',
      clientify: 'Id o dirección de un contacto o empresa de Clientify',
      documento: 'Documento (NIF, CIF…)',
    },
    value: 'Id, número, dirección o Documento',
    hint: 'No se puede buscar por nombre: no se guarda ninguna lista de datos personales. El Documento no se guarda ni aparece en la dirección de la página.',
    notFound: 'No se ha encontrado ningún registro así.',
    notAnId: 'Eso no parece un id ni una dirección de Clientify.',
    noDocumento:
      'Con ese Documento no se ha creado ningún registro desde aquí. Búsquelo en GIAV y use su id de cliente.',
    noDocumentoKey:
      'Aquí no se puede buscar por Documento. Búsquelo en GIAV y use su id de cliente.',
    dealsByGiav:
      'Las oportunidades se buscan por el id del expediente: está en el campo gesintur_id de la oportunidad.',
    state: 'Estado',
    statuses: {
      linked: 'Sincronizado',
      creating: 'Se está creando en Clientify',
      refused: 'No se sincroniza',
      forgotten: 'Borrado a petición',
    },
    noLink: 'Ninguna ejecución ha visto este registro todavía.',
    unlinkedClientify:
      'Es un registro de Clientify que no está enlazado con ningún cliente de GIAV.',
    unverified: 'Hay una escritura en GIAV sin verificar todavía.',
    giavId: 'Id de GIAV',
    clientifyId: 'Id de Clientify',
    clientOf: 'Cliente del expediente',
    since: 'Desde',
    reason: 'Motivo',
    waits: 'Qué espera a una persona',
    parked: (field: string, note: string) => `La edición de «${field}» está aparcada: ${note}`,
    duplicates: (ids: string) => `Otros registros de Clientify con el mismo Documento: ${ids}`,
    failed: (attempts: number) =>
      `Está en la lista de fallidos (${many(attempts, 'intento', 'intentos')}).`,
    timeline: 'Qué se hizo',
    noDecision:
      'En los últimos 30 días no se le ha hecho nada; los registros sin cambios no dejan rastro.',
    field: 'Campo',
    before: 'Antes',
    after: 'Después',
    nothing: '(nada)',
    notKnown: '(no se conoce)',
    who: { giav: 'en GIAV', clientify: 'en Clientify', run: 'ejecución' },
    atOnce: 'a petición',
    replaced: (where: string, why: string) => `Reemplazado ${where} (${why})`,
    wonBy: (who: string) => `Los dos lados lo cambiaron; gana ${who}`,
    toGiav: 'Escrito en GIAV',
    toGiavDry: 'Se habría escrito en GIAV (simulacro)',
    toClientify: 'Enviado a Clientify',
    fallback: (value: string) => `${value}: se ha usado el valor por defecto`,
    note: (field: string, note: string) => `Nota sobre ${field}: ${note}`,
    incident: (restored: boolean): string =>
      restored
        ? 'Después de una escritura GIAV tenía otros campos distintos; lo perdido se ha repuesto.'
        : 'Después de una escritura GIAV tenía otros campos distintos y no todo se ha repuesto.',
    syncNow: 'Sincronizar ahora',
    syncNowMeans:
      'Lee el registro de GIAV (y los expedientes de un cliente), lo compara y escribe solo lo que haya cambiado, aunque haya una ejecución en marcha. Muestra campo por campo lo que se ha hecho.',
    compare: 'Comparar los dos lados ahora',
    compareMeans:
      'Lee el cliente en GIAV y en Clientify y muestra los campos que esperan a alguien.',
    restore: 'Reponer el valor anterior',
    versions: 'El cliente entero en GIAV: antes de la escritura y después',
    differs: 'distinto',
    keep: { giav: 'Dejar el de GIAV', clientify: 'Dejar el de Clientify' },
    resume: 'Reanudar la vuelta a GIAV',
    resumeMeans:
      'Hágalo cuando haya comprobado este cliente en GIAV y corregido lo perdido. Después, relance lo que falló desde entonces.',
  },
  outcomes: {
    created: 'creado',
    updated: 'actualizado',
    linked: 'enlazado',
    unchanged: 'sin cambios',
    skipped: 'omitido',
    failed: 'fallido',
  },
  runs: {
    title: 'Ejecuciones',
    none: 'Aún no ha habido ninguna ejecución.',
    start: 'Empezar una ejecución',
    full: 'Completa',
    fullMeans: 'Lee GIAV entero. Puede tardar horas en una agencia grande.',
    modified: 'Solo lo modificado',
    modifiedMeans: 'Lee lo que ha cambiado en GIAV desde la última.',
    busy: 'Hay una en marcha: la nueva empezará cuando termine.',
    run: 'Ejecución',
    mode: 'Modo',
    status: 'Estado',
    began: 'Inicio',
    took: 'Duración',
    ended: 'Fin',
    what: 'Qué pasó',
    reasons: 'Motivos',
    times: 'Veces',
    calls: 'Llamadas',
    callsOf: (giav: number, clientify: number) => `GIAV ${giav}; Clientify ${clientify}`,
    cancel: 'Cancelar la ejecución',
    cancelMeans: 'Lo hecho queda; el resto lo lee la siguiente.',
    held: 'Retenida: cambiaría demasiado',
    confirm: 'Dejar que continúe',
    confirmMeans: 'Lo que cambiaría es lo que se quiere; no se vuelve a retener.',
    reject: 'Rechazar',
    rejectMeans: 'Termina aquí. Corrija antes la causa: la siguiente vuelve a leer lo mismo.',
    undo: 'Deshacer esta ejecución',
    undoMeans:
      'Devuelve su valor anterior a lo que cambió en Clientify y que nadie ha tocado después. Lo creado se etiqueta y se queda.',
    rehearseUndo: 'Ver qué se desharía',
    doUndo: 'Deshacer',
    notYet: 'Se ha pedido; todavía no ha empezado.',
    notYetMeans: 'Suele tardar unos segundos. Si hay otra en marcha, empezará cuando termine.',
    unknown: 'No hay ninguna ejecución con ese id.',
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    back: 'Volver a Ejecuciones',
    records: (count: number) => many(count, 'registro pedido', 'registros pedidos'),
  },
  connection: {
    title: 'Conexión',
    clientify: 'Clientify',
    giav: 'GIAV',
    fine: 'Sin avisos',
    paused: 'En pausa',
    doctor: 'Revisión',
    doctorMeans:
      'Pregunta a GIAV, a Clientify y al estado guardado qué podría salir mal, y dice qué hacer. No cambia nada.',
    quick: 'Revisión rápida',
    whole: 'Revisión completa',
    wholeMeans: 'La completa lee las listas de GIAV enteras y puede tardar varios minutos.',
    lastRead: 'Última lectura de GIAV',
    lastHeard: 'Último aviso de Clientify (webhook)',
    neverHeard: 'ninguno todavía; los cambios se buscan igual',
    lastSearch: 'Última búsqueda de cambios en Clientify',
    answerTime: 'Respuesta media en la última ejecución',
    answers: (seconds: number) =>
      `${seconds.toLocaleString('es', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} s`,
    slow: 'va más lento que de costumbre: las ejecuciones tardan más, y no hay que hacer nada',
    wayBack: 'La vuelta a GIAV',
    wayBackModes: {
      off: 'Apagada: los cambios hechos en Clientify no van a GIAV.',
      'dry-run': 'En simulacro: se guarda lo que se escribiría en GIAV, y no se escribe.',
      on: 'Encendida: los cambios hechos en Clientify se escriben en GIAV.',
    },
    halted: 'Parada',
  },
  settings: {
    title: 'Ajustes',
    intro: 'Lo que está en vigor ahora.',
    pipeline: 'Pipeline de los expedientes',
    stages: 'Estado de GIAV y etapa del pipeline',
    giavState: 'Estado en GIAV',
    stage: 'Etapa en Clientify',
    sameName: 'Los estados que no aparecen van a la etapa del mismo nombre.',
    fallback: 'Si no hay ninguna',
    firstStage: 'la primera etapa del pipeline',
    closed: 'Expedientes cerrados',
    asTheirState: 'según su estado',
    clientTypes: 'Tipo de cliente',
    giavType: 'Tipo en GIAV',
    status: 'Estado del contacto',
    contactType: 'Tipo de contacto',
    offices: 'Oficinas',
    allOffices: 'Todas',
    consents: 'Consentimientos',
    unsubscribe: {
      denied: 'Si GIAV dice «denegado», el contacto queda de baja de correos en Clientify.',
      never: 'La baja de correos de Clientify no se toca.',
    },
    resubscribe: {
      'on-change': 'Solo se quita la baja cuando el consentimiento cambia a «aceptado» en GIAV.',
      always: 'Se quita la baja siempre que GIAV diga «aceptado».',
    },
    schedules: 'Horarios',
    everyMinutes: (minutes: number) =>
      minutes === 0
        ? 'Sin ejecuciones automáticas de lo modificado.'
        : `Lo modificado, cada ${minutes} minutos.`,
    fullCron: (cron: string | null) =>
      cron === null
        ? 'Sin ejecuciones completas automáticas.'
        : `La completa, según «${cron}» (minuto, hora, día, mes, día de la semana; hora de Madrid).`,
    wayBack: 'La vuelta a GIAV',
    winner: {
      giav: 'Si los dos lados cambian un campo, gana GIAV.',
      clientify: 'Si los dos lados cambian un campo, gana Clientify.',
    },
    owners: 'Campos que siempre vienen de GIAV',
    noOwners: 'Ninguno por decisión propia: los demás se pueden editar en los dos lados.',
    default: 'por defecto',
    whole: 'El documento entero',
  },
  activity: {
    title: 'Registro de actividad',
    intro: 'Quién hizo qué, lo más reciente primero. Se guarda tres años y solo lleva ids.',
    none: 'Todavía no ha hecho nada nadie.',
    when: 'Cuándo',
    who: 'Quién',
    what: 'Qué',
    about: 'Sobre qué',
  },
  work: {
    title: 'Lo que ha pedido',
    waiting: 'Se está haciendo',
    waitingMeans: 'Suele tardar unos segundos. Esta página se actualiza sola.',
    long: 'Aún no ha respondido nadie',
    longMeans:
      'Puede que la función que lo hace esté ocupada o no pueda arrancar. Si sigue así unos minutos, avise a quien administra el despliegue.',
    gone: 'La respuesta ya no se guarda, o no llegó nunca',
    goneMeans:
      'Las respuestas se guardan una hora, porque pueden llevar datos personales. El registro de actividad dice quién pidió qué; si hace falta, pídalo otra vez.',
    refused: 'No se ha podido hacer',
    done: 'Hecho',
    tooLong:
      'Hecho, pero la respuesta es demasiado larga para mostrarla aquí. La línea de órdenes la muestra.',
    askedBy: (who: string, when: string) => `Pedido por ${who} a las ${when}`,
    numbered: 'Expedientes con ese número:',
    noNumber:
      'GIAV no muestra ningún expediente con ese número. Mire cómo está escrito allí, o use su id.',
    redriven: (count: number) => `${many(count, 'registro relanzado', 'registros relanzados')}.`,
    followRun: 'Ver cómo van',
    cancelled: (read: number, left: number) =>
      `Cancelada: había leído ${many(read, 'registro', 'registros')}; quedan ${left} para la siguiente.`,
    resumed: 'La vuelta a GIAV sigue.',
    stillHalted: (client: string) => `Sigue parada por otro cliente: ${client}.`,
    restored: (field: string, goes: boolean) =>
      `Se ha escrito de nuevo «${field}» en Clientify. ${goes ? 'Llegará solo a GIAV.' : 'La vuelta no escribe: GIAV conserva su valor.'}`,
    chosen: (field: string, value: string, where: string) =>
      `Los dos lados tendrán en «${field}» el valor de ${where}: ${value}. Se hace ahora, y el otro valor queda en «Qué se hizo».`,
    nothingDiffers: 'Ahora mismo nada de este cliente espera a nadie.',
    levels: { ok: 'Bien', warning: 'Aviso', error: 'Error' },
    checked: (ok: number, warnings: number, errors: number) =>
      `${ok} bien, ${many(warnings, 'aviso', 'avisos')}, ${many(errors, 'error', 'errores')}.`,
    unlisted: (count: number) =>
      `${count} expedientes más se han sincronizado o rechazado; la ficha de cada uno cuenta lo suyo.`,
    refresh: 'Actualizar',
  },
  refused: {
    'not-an-admin':
      'Puede verlo todo, pero no cambiarlo. No se ha hecho nada: pídalo a un administrador.',
    forged:
      'Esto no se envió desde una página abierta de esta consola. No se ha hecho nada: vuelva atrás, cargue la página de nuevo y repítalo.',
    invalid:
      'Falta algo en lo que se ha enviado, o no tiene la forma esperada. No se ha hecho nada.',
    tooLarge: 'Se ha enviado demasiado de una vez. No se ha hecho nada.',
    notFound: 'Aquí no hay ninguna página.',
    broken: 'Algo ha salido mal al hacer esta página. No se ha cambiado nada; inténtelo de nuevo.',
    title: 'No se puede',
    home: 'Ir a Hoy',
    signIn:
      'Para entrar, abra la dirección que se escribió al arrancar la consola (console url). Cada dirección vale una sola vez; para otra, arránquela de nuevo.',
  },
};

export type ConsoleTexts = typeof es;
