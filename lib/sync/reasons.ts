/** Every reason that a run may give, with the sentence that an admin reads. The only list of them. */
export const REASONS = {
  NO_DOCUMENT: {
    en: 'The client has no Documento (NIF/CIF) in GIAV. Fill it in GIAV to have the client synced.',
    es: 'El cliente no tiene Documento (NIF/CIF) en GIAV. Rellénelo en GIAV para que se sincronice.',
  },
  DISABLED_CLIENT: {
    en: 'The client is disabled in GIAV and the setting disabledClients is "skip".',
    es: 'El cliente está deshabilitado en GIAV y el ajuste disabledClients es "skip".',
  },
  DOCUMENT_MISMATCH: {
    en: 'The Clientify record with this gesintur_id has another Documento. Nothing was touched: correct the Documento or the gesintur_id by hand.',
    es: 'El registro de Clientify con este gesintur_id tiene otro Documento. No se ha tocado nada: corrija a mano el Documento o el gesintur_id.',
  },
  DOCUMENT_TAKEN: {
    en: 'The Documento already belongs to the record of another GIAV client; the message names both. Nothing was created: check whether the client is twice in GIAV. If the other one is gone from GIAV: cli relink client.',
    es: 'El Documento ya pertenece al registro de otro cliente de GIAV; el mensaje indica ambos. No se ha creado nada: compruebe si el cliente está repetido en GIAV. Si el otro ya no existe en GIAV: cli relink client.',
  },
  AMBIGUOUS_DOCUMENT: {
    en: 'Several Clientify records have this Documento. Nothing was touched: merge them in Clientify.',
    es: 'Varios registros de Clientify tienen este Documento. No se ha tocado nada: fusiónelos en Clientify.',
  },
  AMBIGUOUS_ID: {
    en: 'Several Clientify records carry this GIAV id. Nothing was touched: leave the id in one of them only.',
    es: 'Varios registros de Clientify llevan este id de GIAV. No se ha tocado nada: deje el id en uno solo.',
  },
  LINK_BROKEN: {
    en: 'The Clientify record that belongs to this one now carries another GIAV id. Nothing was touched: correct the id in Clientify.',
    es: 'El registro de Clientify que corresponde a este lleva ahora otro id de GIAV. No se ha tocado nada: corrija el id en Clientify.',
  },
  KIND_CHANGED: {
    en: 'The client changed between company and person after it was linked. Nothing was touched: remove or convert the old record in Clientify.',
    es: 'El cliente ha pasado de empresa a persona (o al revés) después de enlazarse. No se ha tocado nada: elimine o convierta el registro antiguo en Clientify.',
  },
  OTHER_OFFICE: {
    en: 'The expediente belongs to an office that is not in the setting "offices". Nothing was changed in Clientify.',
    es: 'El expediente es de una oficina que no está en el ajuste "offices". No se ha cambiado nada en Clientify.',
  },
  EXPEDIENTE_TOO_OLD: {
    en: 'The expediente was created before the day of the setting "expedientes.since". Nothing was changed in Clientify.',
    es: 'El expediente se creó antes del día del ajuste "expedientes.since". No se ha cambiado nada en Clientify.',
  },
  EXPEDIENTE_STATE: {
    en: 'The state of the expediente is not in the setting "expedientes.states". Nothing was changed in Clientify.',
    es: 'El estado del expediente no está en el ajuste "expedientes.states". No se ha cambiado nada en Clientify.',
  },
  UNDONE: {
    en: 'What a run had done to the record was undone (cli undo). It is left alone in both directions until the record changes in GIAV, or somebody asks for it (cli sync client <id>).',
    es: 'Se deshizo lo que una ejecución había hecho con el registro (cli undo). Se deja como está en las dos direcciones hasta que cambie en GIAV o alguien lo pida (cli sync client <id>).',
  },
  FORGOTTEN: {
    en: 'The client was erased on request (cli forget) and the setting forgotten is "stay-away". It is not synced again.',
    es: 'El cliente se borró a petición (cli forget) y el ajuste forgotten es "stay-away". No se vuelve a sincronizar.',
  },
  CLIENT_UNKNOWN: {
    en: "GIAV's search does not show the expediente's client to this key.",
    es: 'La búsqueda de GIAV no muestra a esta clave el cliente del expediente.',
  },
  CLIENT_NOT_SYNCED: {
    en: "The expediente's client is not synced; the deal follows in the run in which the client is.",
    es: 'El cliente del expediente no está sincronizado; la oportunidad llegará en cuanto lo esté.',
  },
  INVALID_RECORD: {
    en: 'GIAV sent a record that lacks required fields or has values of a wrong type.',
    es: 'GIAV ha enviado un registro sin campos obligatorios o con valores de tipo incorrecto.',
  },
  CLIENTIFY_REFUSED: {
    en: "Clientify refused the record's content; the decision names the fields.",
    es: 'Clientify ha rechazado el contenido del registro; la decisión indica los campos.',
  },
  FORBIDDEN_IN_CLIENTIFY: {
    en: "Clientify forbids writing or reading this record (403), or a firewall in front of it does not let a text of it pass; the others go on. Check the role of the key's user, the plan and the record's texts; the next run tries again.",
    es: 'Clientify no permite escribir o leer este registro (403), o un cortafuegos no deja pasar alguno de sus textos; los demás continúan. Revise el rol del usuario de la clave, el plan y los textos del registro; la próxima ejecución lo intenta de nuevo.',
  },
  UNREADABLE_IN_GIAV: {
    en: 'GIAV answers with a fault wherever this record is in the answer; the message tells its place in the list and the ids beside it. The others are synced. Open it in GIAV and save it again; if it stays so, tell the support of GIAV.',
    es: 'GIAV responde con un error siempre que la respuesta contiene este registro; el mensaje indica su lugar en la lista y los ids que lo rodean. Los demás se sincronizan. Ábralo y guárdelo en GIAV; si sigue igual, avise al soporte de GIAV.',
  },
  UNREADABLE_IN_CLIENTIFY: {
    en: "Clientify shows a record in a form that cannot be read; the message holds its id. It is left out, and nothing that it might be is created. Open and save it in Clientify; if it stays so, tell Clientify's support.",
    es: 'Clientify muestra un registro de una forma que no se puede leer; el mensaje contiene su id. Se deja fuera y no se crea nada que pudiera ser él. Ábralo y guárdelo en Clientify; si sigue igual, avise al soporte de Clientify.',
  },
  CLIENTIFY_UNAVAILABLE: {
    en: 'Clientify did not answer after all retries. The record is in the failed list: re-drive it, or wait for the next full run.',
    es: 'Clientify no respondió tras todos los reintentos. El registro está en la lista de fallidos: reláncelo o espere a la próxima ejecución completa.',
  },
  DELETED_IN_CLIENTIFY: {
    en: 'The Clientify record was deleted and the setting deletedInClientify is "respect". Set it to "recreate" to have it created again.',
    es: 'El registro de Clientify se eliminó y el ajuste deletedInClientify es "respect". Póngalo en "recreate" para que se cree de nuevo.',
  },
  NOT_IN_GIAV: {
    en: "GIAV no longer shows this record to the key: it was deleted there, or lies outside of the key's rights. Nothing was changed in Clientify.",
    es: 'GIAV ya no muestra este registro a la clave: se borró o queda fuera de sus permisos. No se ha cambiado nada en Clientify.',
  },
  STATE_UNREADABLE: {
    en: 'What is stored about this record cannot be read (damaged, or written by a newer version). Nothing was written; see the README, "What happens when…".',
    es: 'No se puede leer lo guardado sobre este registro (dañado o de una versión más nueva). No se ha escrito nada; vea el README.',
  },
  UNREADABLE_MESSAGE: {
    en: 'A message that no version of the code understands. It is kept until somebody deletes it.',
    es: 'Un mensaje que ninguna versión del programa entiende. Se guarda hasta que alguien lo elimine.',
  },
  DELIVERY_FAILED: {
    en: 'The message was lost or never finished, also after it was read from GIAV once more. The record is in the failed list: re-drive it.',
    es: 'El mensaje se perdió o no terminó, tampoco tras leerlo otra vez de GIAV. El registro está en la lista de fallidos: reláncelo.',
  },
  UNSAFE_WRITE: {
    en: 'Writing this client to GIAV could lose something that GIAV does not show, or a write has lost it; the message names the field. Make the change, or the correction, in GIAV by hand.',
    es: 'Escribir este cliente en GIAV podría perder algo que GIAV no muestra, o una escritura ya lo ha perdido; el mensaje indica el campo. Haga el cambio, o la corrección, a mano en GIAV.',
  },
  GIAV_REFUSED: {
    en: "GIAV refused the write; the message holds GIAV's own words. Correct the value in Clientify, or make the change in GIAV by hand.",
    es: 'GIAV ha rechazado la escritura; el mensaje recoge sus palabras. Corrija el valor en Clientify o haga el cambio a mano en GIAV.',
  },
  WAY_BACK_WAITS: {
    en: 'A change of Clientify cannot be taken back yet: one of the systems does not answer, or the client keeps changing. It is tried again for a day; re-drive it after that.',
    es: 'Un cambio de Clientify aún no se ha podido llevar a GIAV: uno de los sistemas no responde o el cliente no deja de cambiar. Se reintenta durante un día; después, reláncelo.',
  },
  WRITE_BACK_HALTED: {
    en: 'The way back is halted: an earlier write damaged a field of GIAV that could not be restored, or that was damaged on a second client. Check that client (cli explain), then: cli write-back --resume.',
    es: 'La vuelta a GIAV está detenida: una escritura anterior dañó un campo que no se pudo restaurar, o que ya se había dañado en otro cliente. Revise ese cliente (cli explain) y luego: cli write-back --resume.',
  },
  WRITE_BACK_HELD: {
    en: 'The way back is held: more clients than writeBack.perHour were to be written to GIAV within an hour (an import, a mass edit?). Look at the changes in Clientify, then: cli write-back --resume, and re-drive.',
    es: 'La vuelta a GIAV está retenida: en una hora se iban a escribir en GIAV más clientes que writeBack.perHour (¿una importación, una edición masiva?). Revise los cambios en Clientify y luego: cli write-back --resume, y relance.',
  },
  CHANGED_IN_CLIENTIFY: {
    en: 'The record was edited in Clientify since the last sync: the way back merges both sides.',
    es: 'El registro se ha editado en Clientify desde la última sincronización: la vuelta a GIAV combina ambos lados.',
  },
  CLIENTIFY_RECORD_GONE: {
    en: 'The record was deleted in Clientify. The GIAV client stays as it is; see the setting deletedInClientify.',
    es: 'El registro se ha eliminado en Clientify. El cliente de GIAV queda como está; vea el ajuste deletedInClientify.',
  },
  DRY_RUN: {
    en: 'Dry run: nothing was sent to GIAV; this shows what would be. Set WRITE_BACK=on (and the acknowledgement) to send it.',
    es: 'Simulacro: no se ha enviado nada a GIAV; aquí se ve lo que se enviaría. Ponga WRITE_BACK=on (y la confirmación) para enviarlo.',
  },
  NOT_SYNCED_YET: {
    en: 'There is no common state of both sides yet: the client is synced from GIAV first, later edits in Clientify go back.',
    es: 'Aún no hay un estado común de ambos lados: primero se sincroniza el cliente desde GIAV; las ediciones posteriores en Clientify volverán.',
  },
  AMBIGUOUS_IN_GIAV: {
    en: 'Several GIAV clients have this Documento. Nothing was linked or created: correct the Documento in GIAV.',
    es: 'Varios clientes de GIAV tienen este Documento. No se ha enlazado ni creado nada: corrija el Documento en GIAV.',
  },
  NOT_CREATED_IN_GIAV: {
    en: 'GIAV has no client with this Documento, and the setting writeBack.create does not want one made of this record.',
    es: 'GIAV no tiene ningún cliente con este Documento y el ajuste writeBack.create no permite crear uno de este registro.',
  },
  DOCUMENT_REMOVED: {
    en: 'The client was linked and has no Documento in GIAV any more. Its record in Clientify is not updated, consents included: if a consent was withdrawn, correct it in Clientify by hand, or fill in the Documento in GIAV.',
    es: 'El cliente estaba enlazado y ya no tiene Documento en GIAV. Su registro de Clientify no se actualiza, tampoco los consentimientos: si se retiró alguno, corríjalo a mano en Clientify o rellene el Documento en GIAV.',
  },
  CONSENT_STILL_ACTIVE: {
    en: "A consent withdrawn in GIAV is still active in Clientify: the record may not be updated (see its reason), or Clientify took the write and did not change the consent. Withdraw it in Clientify by hand now. Then correct the Documento, or have the role of the key's user checked and re-drive the record.",
    es: 'Un consentimiento retirado en GIAV sigue activo en Clientify: el registro no se puede actualizar (vea su motivo), o Clientify admitió la escritura sin cambiar el consentimiento. Retírelo ahora a mano en Clientify. Después corrija el Documento, o haga revisar el rol del usuario de la clave y relance el registro.',
  },
  PLACEHOLDER_DOCUMENTO: {
    en: 'The Documento is a placeholder: more than five GIAV clients share it. The first of them keeps the record; fill in the real Documento of the others in GIAV.',
    es: 'El Documento es un comodín: lo comparten más de cinco clientes de GIAV. El primero conserva el registro; ponga en GIAV el Documento real de los demás.',
  },
  NEAR_DOCUMENTO: {
    en: 'Another record has nearly the same Documento (case, blanks, hyphens or an ES prefix differ). They are not linked, because the Documento must be exactly equal: write it the same way on both sides, or leave them apart.',
    es: 'Otro registro tiene casi el mismo Documento (difieren mayúsculas, espacios, guiones o el prefijo ES). No se enlazan, porque el Documento debe ser exactamente igual: escríbalo igual en los dos lados o déjelos separados.',
  },
  INVALID_DOCUMENTO: {
    en: 'The Documento is no valid NIF, NIE or CIF, or holds a character that nobody sees, so no GIAV client is made of it. Correct it in Clientify; foreign documents: the setting writeBack.createDocumento.',
    es: 'El Documento no es un NIF, NIE o CIF válido, o contiene un carácter que no se ve, y no se crea ningún cliente en GIAV. Corríjalo en Clientify; documentos extranjeros: el ajuste writeBack.createDocumento.',
  },
  AMBIGUOUS_CLIENT_TYPE: {
    en: "The setting clientTypes maps no single GIAV Tipo to this record's status and contact type, so no client is made of it. Create it in GIAV by hand, or correct the setting.",
    es: 'El ajuste clientTypes no asigna un único Tipo de GIAV al estado y tipo de este contacto, así que no se crea el cliente. Créelo a mano en GIAV o corrija el ajuste.',
  },
  FOREIGN_RECORD: {
    en: "What came back from a create is somebody else's record. It was not linked, and it is not tried again until the client changes in GIAV or you re-drive it; the message names both ids. First check that record: if it carries a wrong gesintur_id or Documento, take them out of it.",
    es: 'Lo que devolvió la creación es el registro de otra persona. No se ha enlazado, y no se vuelve a intentar hasta que el cliente cambie en GIAV o usted lo relance; el mensaje indica los dos ids. Antes revise ese registro: si lleva un gesintur_id o un Documento que no es suyo, quíteselo.',
  },
  OPTED_OUT_IN_CLIENTIFY: {
    en: 'The person unsubscribed in Clientify while GIAV still says Accepted. They stay unsubscribed: correct the consent in GIAV.',
    es: 'La persona se dio de baja en Clientify, pero en GIAV el consentimiento sigue aceptado. Queda de baja: corrija el consentimiento en GIAV.',
  },
  DIFFERS_FROM_GIAV: {
    en: 'Somebody edited this record in Clientify, and the way back is not writing: the edit stays until GIAV changes the same field. Switch the way back on to have it carried over.',
    es: 'Alguien editó este registro en Clientify y la vuelta a GIAV no está escribiendo: la edición se queda hasta que GIAV cambie el mismo campo. Active la vuelta para llevarla a GIAV.',
  },
  EDIT_PARKED: {
    en: 'An edit made in Clientify cannot be written to GIAV as it is; both sides keep their value, everything else flows. The note names the field: make the change in GIAV by hand, or sync the record by itself once the cause is gone.',
    es: 'Una edición hecha en Clientify no se puede escribir en GIAV tal cual; cada lado conserva su valor y lo demás fluye. La nota indica el campo: haga el cambio a mano en GIAV o sincronice solo ese registro cuando desaparezca la causa.',
  },
  CLEARED_IN_CLIENTIFY: {
    en: 'A value was emptied in Clientify; GIAV keeps it and Clientify got it back (setting writeBack.clears). To remove it, empty it in GIAV.',
    es: 'Se vació un valor en Clientify; GIAV lo conserva y Clientify lo ha recuperado (ajuste writeBack.clears). Para quitarlo, vacíelo en GIAV.',
  },
  REPLACED: {
    en: 'A value that somebody typed was replaced by the other side. The decision keeps the old one; cli restore puts it back.',
    es: 'El otro lado ha reemplazado un valor que alguien escribió. La decisión guarda el anterior; cli restore lo repone.',
  },
  FOUGHT_OVER: {
    en: "Something in Clientify, probably an automation, keeps changing a field that always flows from GIAV. The field rests until GIAV's value changes or the next full run: change the automation or the mapping.",
    es: 'Algo en Clientify, probablemente una automatización, cambia una y otra vez un campo que siempre viene de GIAV. El campo descansa hasta que cambie en GIAV o hasta la próxima ejecución completa: cambie la automatización o el mapeo.',
  },
  WRITE_UNVERIFIED: {
    en: 'A write to GIAV has not been verified yet. Until its reading succeeds the client is not written again and nothing of it is copied to Clientify; it is taken up by itself.',
    es: 'Una escritura en GIAV aún no se ha verificado. Hasta que se pueda leer, el cliente no se vuelve a escribir ni se copia nada suyo a Clientify; se retoma sola.',
  },
  MERGED_IN_CLIENTIFY: {
    en: "The linked record is gone and another one holds the Documento: probably they were merged in Clientify. If that record carries no other id it is the client's from now on; else correct its gesintur_id.",
    es: 'El registro enlazado ya no existe y otro tiene el Documento: probablemente se fusionaron en Clientify. Si ese registro no lleva otro id, pasa a ser el del cliente; si no, corrija su gesintur_id.',
  },
  DUPLICATE_IN_CLIENTIFY: {
    en: "Clientify holds another record with exactly this client's Documento beside the client's own; the message names both ids. The own one stays in sync, the other is not touched. Merge them in Clientify and keep the one with the gesintur_id. If both have one, the client is twice in GIAV: put that right first.",
    es: 'Clientify tiene otro registro con exactamente el mismo Documento que el del cliente; el mensaje indica los dos ids. El del cliente sigue sincronizado y el otro no se toca. Fusiónelos en Clientify y conserve el que lleva el gesintur_id. Si lo llevan los dos, el cliente está repetido en GIAV: corríjalo allí primero.',
  },
  RELINKED: {
    en: 'The gesintur_id had been emptied in Clientify and the Documento is still exactly equal: the record was linked again.',
    es: 'El gesintur_id se había vaciado en Clientify y el Documento sigue siendo exactamente igual: el registro se ha vuelto a enlazar.',
  },
  EMAIL_SHARED: {
    en: 'Another contact of Clientify has the same e-mail, and Clientify does not take it twice. The contact lives without it; the note names both ids. Two persons need two e-mails, or one contact keeps it.',
    es: 'Otro contacto de Clientify tiene el mismo correo y Clientify no lo admite dos veces. El contacto se queda sin él; la nota indica los dos ids. Dos personas necesitan dos correos, o solo uno lo conserva.',
  },
  DEAL_MISPLACED: {
    en: 'Clientify keeps the deal in another pipeline or stage than the one that was sent, also after a second write. Check the pipeline in Clientify, then re-drive the record.',
    es: 'Clientify mantiene la oportunidad en un pipeline o etapa distintos de los enviados, también tras un segundo intento. Revise el pipeline en Clientify y relance el registro.',
  },
  DEAL_NOT_CLOSED: {
    en: 'The expediente is over in GIAV, and Clientify did not take the close call of its deal (see the note). Close the deal by hand, or re-drive the record.',
    es: 'El expediente ha terminado en GIAV y Clientify no ha aceptado el cierre de la oportunidad (vea la nota). Ciérrela a mano o relance el registro.',
  },
  DEAL_NOT_REOPENED: {
    en: 'The expediente was reopened in GIAV, and the API of Clientify does not open its closed deal again. Open the deal by hand in Clientify.',
    es: 'El expediente se ha reabierto en GIAV y la API de Clientify no vuelve a abrir la oportunidad cerrada. Ábrala a mano en Clientify.',
  },
  PAGES_MOVED: {
    en: 'GIAV did not stand still while it was read, so the watermark stays and the next run reads the same again. If it comes often, run at a quieter hour.',
    es: 'GIAV no dejó de moverse mientras se leía, así que la próxima ejecución lee lo mismo otra vez. Si se repite, ejecute a una hora más tranquila.',
  },
  FEWER_CLIENTS: {
    en: 'GIAV has shown fewer than half of the clients of the full run before. Nothing was changed for those that are missing. If the agency has not deleted them, the API key has lost rights, perhaps to an office: ask GIAV.',
    es: 'GIAV ha mostrado menos de la mitad de los clientes de la ejecución completa anterior. No se ha cambiado nada por los que faltan. Si la agencia no los ha borrado, la clave de API ha perdido permisos, quizá sobre una oficina: pregunte a GIAV.',
  },
  MISSING_FIELDS: {
    en: 'The record lacks what a GIAV client needs; the message names it. Fill it in Clientify.',
    es: 'Al registro le falta lo que necesita un cliente de GIAV; el mensaje lo indica. Rellénelo en Clientify.',
  },
} as const;
export type Reason = keyof typeof REASONS;

/** Reasons whose cause lies in Clientify: GIAV's dates do not tell when it is gone, so a sweep looks again. */
export const WAITS_FOR_CLIENTIFY: ReadonlySet<Reason> = new Set([
  'DOCUMENT_MISMATCH',
  'DOCUMENT_TAKEN',
  'NEAR_DOCUMENTO',
  'AMBIGUOUS_DOCUMENT',
  'AMBIGUOUS_ID',
  'LINK_BROKEN',
  'KIND_CHANGED',
  'UNREADABLE_IN_CLIENTIFY',
]);

/** Reasons whose cause lies in GIAV, and which somebody at the agency can put right there. */
export const WAITS_FOR_GIAV: ReadonlySet<Reason> = new Set([
  'CONSENT_STILL_ACTIVE',
  'DOCUMENT_REMOVED',
  'NO_DOCUMENT',
  'PLACEHOLDER_DOCUMENTO',
  'INVALID_RECORD',
  'UNREADABLE_IN_GIAV',
  'AMBIGUOUS_IN_GIAV',
  'CLIENT_UNKNOWN',
]);
