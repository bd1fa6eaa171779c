import type { Reason } from '../../sync/reasons';
import type { Said } from '../../sync/said';

/**
 * Sentences of reasons as they are said here: where those of the command line name a command, these name the button. All
 * others are the same.
 */
export const REASONS_HERE: Readonly<Partial<Record<Reason, Said>>> = {
  DOCUMENT_TAKEN: {
    en: 'The Documento already belongs to the record of another GIAV client; the message names both. Nothing was created: check whether the client is twice in GIAV. If the other one is gone from GIAV, whoever administers the deployment moves the link.',
    es: 'El Documento ya pertenece al registro de otro cliente de GIAV; el mensaje indica ambos. No se ha creado nada: compruebe si el cliente está repetido en GIAV. Si el otro ya no existe en GIAV, quien administra el despliegue cambia el enlace.',
  },
  UNDONE: {
    en: 'What a run had done to the record was undone. It is left alone in both directions until the record changes in GIAV, or somebody presses “Sync now” on its page.',
    es: 'Se deshizo lo que una ejecución había hecho con el registro. Se deja como está en las dos direcciones hasta que cambie en GIAV o alguien pulse «Sincronizar ahora» en su ficha.',
  },
  FORGOTTEN: {
    en: 'The person was erased on request, and the settings say that nobody erased is synced again.',
    es: 'La persona se borró a petición, y según los ajustes quien se borra no se vuelve a sincronizar.',
  },
  WRITE_BACK_HALTED: {
    en: 'The way back is halted: an earlier write damaged a field of GIAV that could not be restored, or that was damaged on a second client. Look at that client (the first page names it): on its page are both versions and, below them, “Resume the way back to GIAV”. Then press “Retry” here.',
    es: 'La vuelta a GIAV está detenida: una escritura anterior dañó un campo que no se pudo restaurar, o que ya se había dañado en otro cliente. Mire ese cliente (Hoy lo nombra): en su ficha están las dos versiones y, debajo, «Reanudar la vuelta a GIAV». Después pulse aquí «Reintentar».',
  },
  WRITE_BACK_HELD: {
    en: 'The way back is held: more clients than writeBack.perHour were to be written to GIAV within an hour (an import, a mass edit?). Look at the changes in Clientify, then press “Resume the way back to GIAV” on the first page, and “Retry” here.',
    es: 'La vuelta a GIAV está retenida: en una hora se iban a escribir en GIAV más clientes que writeBack.perHour (¿una importación, una edición masiva?). Revise los cambios en Clientify; luego pulse «Reanudar la vuelta a GIAV» en Hoy, y «Reintentar» aquí.',
  },
  REPLACED: {
    en: 'A value that somebody typed was replaced by the other side. The page of the record keeps the old one, with the button that puts it back.',
    es: 'El otro lado ha reemplazado un valor que alguien escribió. La ficha guarda el anterior, con el botón que lo repone.',
  },
};
