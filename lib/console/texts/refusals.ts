import type { Remedy } from '../../admin/doctor/remedies';
import type { RefusalCode } from '../../sync/refusal';

/** Refusals as the pages say them: with the names of what one can press here. */
export const REFUSALS_ES: Readonly<Record<RefusalCode, (about: string) => string>> = {
  'not-held': (run) =>
    `La ejecución ${run} no está retenida: alguien ha decidido ya, o ha terminado. Las que lo están aparecen en Hoy y en Ejecuciones.`,
  'in-progress': (run) =>
    `La ejecución ${run} está en marcha. Espere a que termine, o pulse «Cancelar la ejecución» en su página, y deshaga después.`,
  'several-clients': (ids) =>
    `Varios clientes de GIAV tienen el Documento de ese registro: ${ids}. Abra la ficha del que corresponda y pulse «Sincronizar ahora».`,
  'nobody-listens': () =>
    'Este despliegue no escucha a Clientify: se desplegó con la vuelta a GIAV apagada. Quien administra el despliegue tiene que desplegarlo con la vuelta encendida (o en simulacro).',
};

export const REFUSALS_EN: typeof REFUSALS_ES = {
  'not-held': (run) =>
    `Run ${run} is not held: somebody has decided already, or it is over. Those that are held are on Today and on Runs.`,
  'in-progress': (run) =>
    `Run ${run} is in progress. Wait for its end, or press “Cancel the run” on its page, and undo then.`,
  'several-clients': (ids) =>
    `Several clients of GIAV have the Documento of that record: ${ids}. Open the page of the right one and press “Sync now”.`,
  'nobody-listens': () =>
    'This deployment does not listen to Clientify: it was deployed with the way back to GIAV off. Whoever administers it has to deploy it with the way back on (or as a dry run).',
};

type Remedies = Readonly<Record<Remedy, (about: string) => string>>;

/** What a finding of the check-up asks for, likewise. */
export const REMEDIES_ES: Remedies = {
  'fields-come': () => 'Nada: los crea la primera ejecución.',
  'create-fields': () => 'Créelos en Clientify como campos de texto.',
  'dead-letters': () => 'Mírelos en Por resolver y pulse «Reintentar».',
  'failed-records': () => 'Por resolver dice por qué; «Reintentar» lo intenta de nuevo.',
  'old-watermark': () =>
    'Ejecuciones muestra qué ha sido de ellas desde entonces. Si no empieza ninguna, avise a quien administra el despliegue.',
  'runs-dead-letters': () =>
    'Avise a quien administra el despliegue: algo falla al empezar las ejecuciones.',
  'resume-held': () =>
    'Revise los cambios en Clientify; después pulse «Reanudar la vuelta a GIAV» en Hoy, y «Reintentar» en Por resolver.',
  'resume-halted': (client) =>
    `Abra la ficha del cliente ${client}: allí están las dos versiones y, debajo, «Reanudar la vuelta a GIAV».`,
};

export const REMEDIES_EN: Remedies = {
  'fields-come': () => 'Nothing: the first run creates them.',
  'create-fields': () => 'Create them in Clientify as text fields.',
  'dead-letters': () => 'Look at them in To solve and press “Retry”.',
  'failed-records': () => 'To solve tells why; “Retry” tries again.',
  'old-watermark': () =>
    'Runs tells what became of them since. If none begins, tell whoever administers the deployment.',
  'runs-dead-letters': () =>
    'Tell whoever administers the deployment: something breaks when runs begin.',
  'resume-held': () =>
    'Look at the changes in Clientify; then press “Resume the way back to GIAV” on Today, and “Retry” in To solve.',
  'resume-halted': (client) =>
    `Open the page of client ${client}: there are both versions and, below them, “Resume the way back to GIAV”.`,
};
