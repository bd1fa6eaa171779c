import type { Help } from './help-en';

/** Spanish of Spain, key by key as help-en.ts; docs/comandos.md is made of it. */
export const spanish: Help = {
  titles: {
    'Usage:': 'Uso:',
    'Arguments:': 'Argumentos:',
    'Options:': 'Opciones:',
    'Commands:': 'Órdenes:',
  },
  help: 'muestra esta ayuda',
  program: 'Sincronización de GIAV (Gesintur) y Clientify',
  stack: 'un despliegue en AWS, por el nombre de su stack; por defecto: la nube local',
  language: 'idioma de lo que se dice aquí; el JSON es igual en los dos',
  languageDefault: 'es si LC_ALL, LC_MESSAGES o LANG es español; si no, en',
  json: 'un único valor JSON en la salida estándar; lo demás, en la de errores',
  invalidId: 'Debe ser un id: solo cifras.',
  ids: {
    client: 'id de GIAV (gesintur_id)',
    expediente: 'id de GIAV del expediente',
    contact: 'id de Clientify de un contacto sin cliente en GIAV',
    company: 'id de Clientify de una empresa sin cliente en GIAV',
  },
  sync: {
    is: 'Hace una sincronización y espera a que termine. Cortar la orden no corta una ejecución en AWS; una local continúa desde donde estaba en la siguiente. Salida 0: se completó (puede haber registros fallidos); 1: no se pudo hacer; 2: hay que corregir un ajuste.',
    mode: 'qué se lee: todo, o lo que ha cambiado en GIAV desde la última ejecución completada (si no la hay, todo)',
    dryRun:
      'no escribe nada en ningún sitio; informa de qué se crearía, actualizaría, enlazaría y omitiría, y por qué, y si el freno retendría la ejecución, en una página (HTML) y en JSON. Datos personales',
    report:
      'con --dry-run: dónde se deja el informe; por defecto, dry-run en la carpeta del estado',
    rehearseOne:
      'no escribe nada; dice qué se enviaría ahora del registro, campo por campo, y por qué. Datos personales',
    one: {
      client:
        'Sincroniza ahora un cliente: lo vuelve a leer de GIAV con sus expedientes y los pone al día. Junto a lo que esté en marcha; la decisión se muestra campo por campo, lo anterior y lo nuevo. Salida 0: ya está al día; 1: no lo está, y lo que se muestra dice por qué y qué hacer (rechazado, desconocido allí, en cola, sin respuesta); 2: hay que corregir un ajuste. Datos personales.',
      expediente:
        'Sincroniza ahora un expediente, con su cliente si aún no está sincronizado. Salida y códigos como en sync client.',
      contact:
        'Sincroniza ahora un contacto o una empresa de Clientify: busca su cliente por el enlace, si no por gesintur_id, si no por su Documento en GIAV, y lo sincroniza; la vuelta, si no está apagada, lo mira como después de un webhook. Salida y códigos como en sync client.',
      company: 'Lo mismo para la empresa con ese id, si también lo tiene un contacto.',
    },
    ids: {
      client: 'id de GIAV (gesintur_id)',
      expediente: 'id del expediente en GIAV',
      contact: 'id de Clientify del contacto o la empresa',
      company: 'id de Clientify de la empresa',
    },
    languageOfReport:
      'idioma de lo que se dice aquí, y del informe (en español si no se pide otra cosa)',
  },
  dev: 'Lo mantiene todo en marcha hasta Ctrl-C o SIGTERM: horarios, las dos direcciones, el webhook y la consola, cuyas direcciones son líneas de la salida estándar (webhook url: …, console url: …). Mientras tanto, las demás órdenes trabajan con ello. Termina en 10 segundos, después de lo que se aceptó; lo que tarda más lo encuentra el próximo arranque. Un segundo Ctrl-C lo termina en el acto.',
  setup: 'Comprueba y crea en Clientify lo que necesita la correspondencia.',
  doctor: {
    is: 'Pregunta a GIAV, a Clientify y al estado guardado qué podría salir mal, y dice qué hacer; no cambia nada. Salida 0: bien; 1: avisos; 2: errores.',
    quick: 'lee solo la primera página de cada lista de GIAV',
  },
  status: 'Qué está en marcha, de cuándo es la marca, pausas y su motivo, qué espera a alguien.',
  letter:
    'La carta de hoy a la agencia sobre lo que espera a una persona, en el idioma de la orden. No se envía nada.',
  runs: {
    is: 'Las últimas ejecuciones, la más reciente primero.',
    limit: 'cuántas',
    show: 'Una ejecución: sus cifras, por qué terminó y, si está retenida, lo que cambiaría.',
    confirm:
      'Deja continuar una ejecución que está retenida porque cambiaría demasiado. Códigos de salida como los de sync.',
    reject:
      'Termina una ejecución retenida. Lo que escribió antes se queda; la siguiente vuelve a leer lo mismo, así que corrija antes la causa.',
    cancel:
      'Termina una ejecución en cualquier momento. Lo hecho queda; el resto lo lee la siguiente, porque la marca no se mueve.',
    id: 'id de la ejecución, como lo muestran runs y status',
  },
  explain: {
    is: 'Qué ocurrió con un registro, cuándo y por qué, y qué se envió, campo por campo. Datos personales.',
    of: {
      client: 'Un cliente de GIAV.',
      expediente: 'Un expediente de GIAV.',
      contact: 'Un contacto de Clientify sin cliente en GIAV.',
      company: 'Una empresa de Clientify sin cliente en GIAV.',
    },
  },
  conflicts: {
    is: 'Lo que espera a una persona (ediciones aparcadas, ediciones que la vuelta no escribe, campos en disputa, personas que se dieron de baja), con los valores de los dos lados, leídos en el momento. Datos personales.',
    choose:
      'Elige qué valor de un campo que espera vale para los dos lados. Se hace con la vuelta, con todas sus comprobaciones, y solo si ninguno ha cambiado entretanto; el otro valor queda en la decisión.',
    field: 'el campo, como lo nombra conflicts',
    side: 'el lado cuyo valor vale',
  },
  failures: {
    is: 'Los registros que no se pudieron sincronizar, con todos sus errores, y los mensajes que nadie puede leer.',
    reason: 'solo los que fallaron por este motivo',
    delete: 'borra un mensaje que nadie puede leer',
  },
  audit: 'Lo que han hecho los administradores y debe quedar anotado, lo más reciente primero.',
  redrive: {
    is: 'Lee otra vez de GIAV los registros fallidos y los sincroniza.',
    all: 'todos',
    id: 'estos ids de GIAV; client:123, expediente:456, contact:789 si hay varios',
    reason: 'los que fallaron por este motivo',
  },
  restore: {
    is: 'Repone un valor reemplazado mientras una decisión lo guarda.',
    client:
      'Escribe otra vez en Clientify el valor reemplazado de un cliente; de ahí sigue el camino normal hacia GIAV.',
    field: 'como lo llama explain: remarks, address, phones …',
  },
  undo: {
    is: 'Deshace lo que una ejecución hizo en Clientify.',
    run: 'Devuelve su valor anterior a cada campo que la ejecución cambió y que todavía muestra lo que ella escribió. Lo que alguien cambió después se queda y se enumera; los registros creados se etiquetan con gesintur-undo y nunca se borran; los consentimientos nunca se devuelven. Los registros deshechos se dejan como están hasta que cambien en GIAV o se relancen. Posible mientras se guardan las decisiones (30 días); no mientras haya una ejecución en marcha. Repetida la orden, sigue donde se cortó.',
    dryRun: 'solo dice lo que se devolvería',
  },
  relink: {
    is: 'Da un registro de Clientify a otro cliente de GIAV.',
    client:
      'Da a un cliente el registro de Clientify que aún tiene otro que ya no está en GIAV (DOCUMENT_TAKEN); antes se comprueban los dos.',
  },
  forget: {
    is: 'Borra lo que se guarda de una persona (RGPD).',
    client:
      'Borra lo que se guarda de un cliente y de sus expedientes, y lo deja anotado; en GIAV y en Clientify no se toca nada. No se hace mientras hay una ejecución en marcha.',
  },
  console: {
    is: 'Las páginas en las que una agencia ve que todo está al día y pone las cosas en orden, sobre el estado de la nube local, hasta Ctrl-C: su dirección, que vale una vez, es una línea de la salida estándar (console url: …). Si npm run dev está en marcha, las de esa. De un despliegue en AWS: quién está invitado.',
    invite:
      'Invita a una persona a la consola de un despliegue: recibe un correo con la dirección y una contraseña para la primera vez. Otra vez, a quien no la ha usado, o para cambiar lo que puede.',
    users: 'Quién está invitado y qué puede cada uno. Datos personales.',
    remove:
      'No deja entrar más a una persona. Una sesión abierta termina en cinco minutos como mucho.',
    email: 'dirección de correo de la persona',
    reader: 'puede verlo todo, pero no cambiar nada; sin ello, administrador',
    stack: 'el despliegue, por el nombre de su stack',
  },
  settings: {
    is: 'Los ajustes de la correspondencia: qué se desplegó, qué se ha cambiado desde entonces y qué vale.',
    set: 'Cambia un ajuste sin desplegar, y dice qué supone. Sin valor, vuelve a valer lo que dice el documento desplegado.',
    path: 'como lo llama docs/settings.md: offices, writeBack.winner, stages.Confirmado …',
    value: 'JSON, o un texto tal cual; null = sin él',
    preview: 'dice qué supondría y no guarda nada',
    dryRun:
      'no guarda nada; hace el simulacro de una ejecución completa con estos ajustes, con su informe. Datos personales',
    choices:
      'Entre qué pueden elegir los ajustes, como lo tienen ahora los dos sistemas: estados, etapas, oficinas, tipos de contacto.',
    revert: 'Trae de vuelta una versión anterior, como una nueva.',
    to: 'número de la versión; 0 = solo el documento desplegado',
    history: 'Quién ha cambiado qué y cuándo, lo más reciente primero.',
  },
  find: {
    is: 'Busca un registro.',
    expediente: 'Los ids de GIAV de los expedientes con un número, y de sus clientes.',
    number: 'el número, con o sin su oficina',
  },
  reconcile: 'Busca cambios de Clientify cuyo webhook se perdió, y los lleva a GIAV.',
  writeBack: {
    is: 'Dice si la vuelta a GIAV está parada por una pérdida que no se pudo reparar.',
    resume: 'la deja continuar',
  },
  webhook: {
    is: 'Los huecos de webhook de Clientify para contactos y empresas.',
    register: 'Ocupa los huecos, o renueva el secreto de los nuestros; los de otro no se tocan.',
    status: 'De quién son los huecos.',
    remove: 'Libera nuestros huecos.',
    url: 'la dirección pública del webhook, sin su secreto; por defecto, la del despliegue. Con ella, WEBHOOK_SECRET dice el secreto',
  },
};
