import type { Touched } from '../../admin/settings-overlay';

/** What the pages say that change the settings, in Spanish of Spain. */
export const EDIT_ES = {
  change: 'Cambiar los ajustes',
  changeMeans:
    'Primero se leen de GIAV y de Clientify los estados, etapas y oficinas entre los que elegir.',
  withoutLists: 'Cambiarlos sin leer las listas',
  listsRead: 'Listas leídas',
  listsReadMeans: (states: number, stages: number) =>
    `${states} estados de GIAV y ${stages} etapas de Clientify entre los que elegir.`,
  goOn: 'Elegir los ajustes',
  unfit: 'Lo que se cambió aquí ya no encaja con los ajustes desplegados: no se sincroniza nada.',
  unfitMeans:
    'Vuelva abajo a una versión anterior (0: solo el documento desplegado), o haga desplegar el documento para el que se hizo. Mientras tanto, esta página muestra el documento desplegado.',
  noLists:
    'No se han leído las listas, o ya hace más de una hora: escriba los nombres tal como están en cada sistema.',
  byWhom: (version: number, who: string) => `Versión ${version}, guardada por ${who}`,
  asDeployed: 'Nadie ha cambiado nada: vale el documento del despliegue.',
  fixed: 'Horarios y conexiones se cambian en el documento del despliegue.',
  history: 'Historial',
  version: 'Versión',
  deployed: 'El documento del despliegue',
  revertOf: (version: number) =>
    version === 0 ? 'vuelta al documento del despliegue' : `vuelta a la versión ${version}`,
  revert: 'Volver a esta versión',
  inForce: 'En vigor',
  sameStage: '(la del mismo nombre)',
  unknownState: 'GIAV no lo tiene',
  defaultType: '(por defecto)',
  officesMean: 'Ninguna marcada: todas. Con alguna, las demás se quedan fuera.',
  officeCodes: 'Códigos, separados por comas; vacío: todas',
  consentTexts: 'Textos de los consentimientos en Clientify',
  emailText: {
    Accepted: 'Correos: aceptado',
    Denied: 'Correos: denegado',
    Pending: 'Correos: pendiente',
  },
  rgpd: { signed: 'RGPD firmado', unsigned: 'RGPD sin firmar' },
  mode: 'Modo de la vuelta',
  winner: 'Si los dos lados cambian un campo',
  supervised: 'La prueba acompañada, antes de encenderla',
  supervisedMeans:
    'GIAV no deja leer dos datos de un cliente: la cuenta contable y las opciones de impresión. Nunca se envían, y no se sabe qué hace GIAV con ellos al escribir. Por eso la primera escritura se hace mirando. Para encenderla hay que marcarlo todo:',
  steps: {
    noted:
      'He elegido un cliente y he apuntado, de la pantalla de GIAV, su cuenta contable y sus opciones de impresión.',
    edit: 'En cuanto esté encendida corregiré su teléfono en Clientify, esperaré un minuto y miraré los dos datos otra vez.',
    back: 'Si alguno ha cambiado, volveré aquí y la pondré en simulacro.',
  },
  supervisedDone: 'La prueba acompañada ya se confirmó.',
  stepsMissing:
    'La vuelta a GIAV solo se enciende con la prueba acompañada: marque los tres puntos. No se ha guardado nada.',
  unreadable: 'Lo enviado no se puede leer como ajustes. No se ha guardado nada.',
  look: 'Ver qué cambiaría',
  lookMeans: 'Todavía no se guarda nada: primero se ve qué cambiaría, y se confirma.',
  nothing: 'No ha cambiado nada',
  nothingMeans: 'Lo elegido es lo que ya está en vigor.',
  confirm: 'Qué cambiaría',
  setting: 'Ajuste',
  from: 'Ahora',
  to: 'Después',
  about: 'A qué afecta',
  touches: {
    clients: 'clientes',
    expedientes: 'expedientes',
    both: 'clientes y expedientes',
    edits: 'lo que se edite en Clientify desde ahora',
  } as Readonly<Record<Touched, string>>,
  noStage: (count: number) => `${count} sin etapa hasta ahora`,
  noValue: '(ninguno)',
  fullRun: 'La próxima ejecución lo lee todo otra vez.',
  noWrite: 'Al guardar no se escribe ningún registro; cuenta desde la próxima edición.',
  save: 'Guardar los ajustes',
  saveMeans: 'Las funciones los usan en un minuto. La versión de ahora queda en el historial.',
  back: 'Volver a Ajustes',
};
