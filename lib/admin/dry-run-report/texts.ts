import type { RunMode } from '../../ports/run';
import type { Entity, Outcome } from '../../sync/decision';
import type { Language } from '../language';

export interface ReportTexts {
  readonly title: string;
  readonly intro: string;
  readonly personal: string;
  readonly mode: Readonly<Record<RunMode, string>>;
  readonly clients: string;
  readonly entities: Readonly<Record<Entity, string>>;
  readonly expedientes: string;
  readonly read: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly whatItMeans: Readonly<Record<Outcome, string>>;
  readonly skippedWhy: string;
  readonly conflicts: string;
  readonly conflictsNote: string;
  readonly nothingSkipped: string;
  readonly told: string;
  readonly unmapped: string;
  /** By what stands before the colon. */
  readonly unmappedKinds: Readonly<Record<string, string>>;
  readonly changedFields: string;
  readonly changedFieldsNote: string;
  readonly nothingChanged: string;
  readonly missingFields: string;
  readonly moved: string;
  readonly records: string;
  readonly recordsNote: string;
  readonly search: string;
  readonly all: string;
  readonly columns: Readonly<
    Record<'entity' | 'id' | 'label' | 'outcome' | 'reason' | 'fields', string>
  >;
  readonly field: string;
  /** Heads of columns: how many records, and a value of GIAV. */
  readonly times: string;
  readonly value: string;
  readonly before: string;
  readonly notKnown: string;
  readonly after: string;
  readonly notes: string;
  readonly count: string;
  readonly noScript: string;
}

export const TEXTS: Readonly<Record<Language, ReportTexts>> = {
  es: {
    title: 'Simulacro de sincronización GIAV → Clientify',
    intro:
      'Esto es lo que haría la sincronización. No se ha escrito nada en ninguno de los dos sistemas.',
    personal:
      'Contiene datos personales: no lo comparta fuera de la agencia y bórrelo cuando ya no lo necesite.',
    mode: {
      full: 'Ejecución completa',
      modified: 'Solo lo modificado desde la última ejecución',
      redrive: 'Registros pedidos',
    },
    clients: 'Clientes',
    entities: { client: 'Cliente', expediente: 'Expediente' },
    expedientes: 'Expedientes',
    read: 'leídos en GIAV',
    outcomes: {
      created: 'Se crearían',
      updated: 'Se actualizarían',
      linked: 'Se enlazarían',
      unchanged: 'Sin cambios',
      skipped: 'Se omitirían',
      failed: 'Fallarían',
    },
    whatItMeans: {
      created: 'registros nuevos en Clientify',
      updated: 'ya enlazados, con algún campo distinto',
      linked: 'ya están en Clientify con el mismo Documento',
      unchanged: 'ya están como deben',
      skipped: 'con su motivo, más abajo',
      failed: 'GIAV los envía incompletos o no se pueden tratar',
    },
    skippedWhy: 'Por qué se omitirían',
    conflicts: 'Conflicto',
    conflictsNote:
      'Los conflictos los resuelve una persona: esos registros no se tocan hasta entonces.',
    nothingSkipped: 'No se omitiría ningún registro.',
    told: 'Lo que conviene saber',
    unmapped: 'Valores sin correspondencia',
    unmappedKinds: {
      UNMAPPED_STAGE: 'Estado de expediente sin etapa: se usaría la etapa por defecto',
      UNMAPPED_CLIENT_TYPE:
        'Tipo de cliente sin correspondencia: se usarían los valores por defecto',
      UNMAPPED_AGENT:
        'Agente de GIAV (id) que no es usuario de Clientify o está bloqueado: no se cambiaría el propietario',
      NOT_READ: 'Valor que GIAV no ha dado: no se cambiaría en Clientify',
    },
    changedFields: 'Campos que cambiarían en registros que ya existen',
    changedFieldsNote: 'Número de registros de Clientify en los que cambiaría cada campo.',
    nothingChanged: 'No cambiaría ningún campo de los registros que ya existen.',
    missingFields: 'Campos personalizados que se crearían antes en Clientify:',
    moved: 'La lista de GIAV se movió mientras se leía: alguna cifra puede variar.',
    records: 'Registro a registro',
    recordsNote:
      'Pulse una fila para ver qué campos cambiarían. Los registros sin cambios no aparecen.',
    search: 'Buscar por nombre, id, campo, motivo…',
    all: 'Todos',
    columns: {
      entity: 'Tipo',
      id: 'Id de GIAV',
      label: 'Nombre o número',
      outcome: 'Qué pasaría',
      reason: 'Motivo',
      fields: 'Campos',
    },
    field: 'Campo',
    times: 'Registros',
    value: 'Valor',
    before: 'Ahora en Clientify',
    notKnown: '(no se conoce)',
    after: 'Después',
    notes: 'Notas',
    count: 'Registros',
    noScript: 'Las tablas necesitan JavaScript; las cifras de arriba no.',
  },
  en: {
    title: 'Dry run of the sync GIAV → Clientify',
    intro: 'This is what the sync would do. Nothing was written in either system.',
    personal:
      'It holds personal data: do not share it outside of the agency, and delete it when you no longer need it.',
    mode: {
      full: 'Full run',
      modified: 'Only what was modified since the last run',
      redrive: 'Records that were asked for',
    },
    clients: 'Clients',
    entities: { client: 'Client', expediente: 'Expediente' },
    expedientes: 'Expedientes',
    read: 'read in GIAV',
    outcomes: {
      created: 'Would be created',
      updated: 'Would be updated',
      linked: 'Would be linked',
      unchanged: 'Unchanged',
      skipped: 'Would be skipped',
      failed: 'Would fail',
    },
    whatItMeans: {
      created: 'new records in Clientify',
      updated: 'already linked, with some other field',
      linked: 'already in Clientify with the same Documento',
      unchanged: 'already as they should be',
      skipped: 'with their reason, below',
      failed: 'GIAV sends them incomplete, or they cannot be handled',
    },
    skippedWhy: 'Why they would be skipped',
    conflicts: 'Conflict',
    conflictsNote:
      'Conflicts are for a person to resolve: such records are not touched until then.',
    nothingSkipped: 'No record would be skipped.',
    told: 'What you should know',
    unmapped: 'Values without a mapping',
    unmappedKinds: {
      UNMAPPED_STAGE: 'State of an expediente without a stage: the fallback would be used',
      UNMAPPED_CLIENT_TYPE: 'Client type without a mapping: the defaults would be used',
      UNMAPPED_AGENT:
        'Agent of GIAV (id) who is no user of Clientify, or blocked: the owner would stay',
      NOT_READ: 'Value that GIAV did not give: Clientify would keep what it shows',
    },
    changedFields: 'Fields that would change in records that exist',
    changedFieldsNote: 'Number of Clientify records in which each field would change.',
    nothingChanged: 'No field of an existing record would change.',
    missingFields: 'Custom fields that would be created in Clientify first:',
    moved: "GIAV's list moved while it was read: some figure may differ.",
    records: 'Record by record',
    recordsNote: 'Click a row to see which fields would change. Unchanged records are not listed.',
    search: 'Search by name, id, field, reason…',
    all: 'All',
    columns: {
      entity: 'Type',
      id: 'GIAV id',
      label: 'Name or number',
      outcome: 'What would happen',
      reason: 'Reason',
      fields: 'Fields',
    },
    field: 'Field',
    times: 'Records',
    value: 'Value',
    before: 'Now in Clientify',
    notKnown: '(not known)',
    after: 'Afterwards',
    notes: 'Notes',
    count: 'Records',
    noScript: 'The tables need JavaScript; the figures above do not.',
  },
};
