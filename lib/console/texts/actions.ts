import type { WorkKind } from '../../ports/asked';

/** Everything that somebody can do here, by the word of the register of activity and of what is asked for. */
type Action = WorkKind | 'retry' | 'start' | 'settings' | 'revert' | 'relink';

export const ACTIONS_ES: Readonly<Record<Action, string>> = {
  retry: 'Reintentar',
  redrive: 'Reintentar registros fallidos',
  sync: 'Sincronizar un registro',
  'find-expediente': 'Buscar un expediente',
  'look-again': 'Mirar registros otra vez',
  start: 'Empezar una ejecución',
  cancel: 'Cancelar una ejecución',
  confirm: 'Dejar continuar una ejecución',
  reject: 'Rechazar una ejecución',
  undo: 'Deshacer una ejecución',
  resume: 'Reanudar la vuelta a GIAV',
  doctor: 'Revisión',
  choices: 'Leer las listas de los dos sistemas',
  rehearse: 'Simulacro',
  settings: 'Cambiar los ajustes',
  revert: 'Volver a unos ajustes anteriores',
  'rehearse-record': 'Ver qué se enviaría de un registro',
  forget: 'Borrar a una persona',
  compare: 'Comparar los dos lados',
  choose: 'Elegir un valor',
  restore: 'Reponer un valor',
  relink: 'Cambiar un enlace',
};

export const ACTIONS_EN: Readonly<Record<Action, string>> = {
  retry: 'Retry',
  redrive: 'Retry failed records',
  sync: 'Sync a record',
  'find-expediente': 'Find an expediente',
  'look-again': 'Look at records again',
  start: 'Start a run',
  cancel: 'Cancel a run',
  confirm: 'Let a run go on',
  reject: 'Reject a run',
  undo: 'Undo a run',
  resume: 'Resume the way back to GIAV',
  doctor: 'Check-up',
  choices: 'Read the lists of both systems',
  rehearse: 'Dry run',
  settings: 'Change the settings',
  revert: 'Go back to earlier settings',
  'rehearse-record': 'See what would be sent of a record',
  forget: 'Erase a person',
  compare: 'Compare both sides',
  choose: 'Choose a value',
  restore: 'Put a value back',
  relink: 'Change a link',
};
