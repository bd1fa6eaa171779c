import { WAITING_LISTS, type WaitingList } from '../admin/waiting';
import { CONSOLE_BASE, ownPage as pageBelow } from './session/paths';
import { SUBJECTS, type Subject } from '../sync/decision';

export const BASE = CONSOLE_BASE;

const ENTITY_WORDS: Readonly<Record<Subject, string>> = {
  client: 'cliente',
  expediente: 'expediente',
  contact: 'contacto',
  company: 'empresa',
};
const LIST_WORDS: Readonly<Record<WaitingList, string>> = {
  failed: 'fallidos',
  attention: 'decisiones',
  clientify: 'clientify',
  giav: 'giav',
};

export const entityOf = (word: string): Subject | undefined =>
  SUBJECTS.find((entity) => ENTITY_WORDS[entity] === word);
export const listOf = (word: string): WaitingList | undefined =>
  WAITING_LISTS.find((list) => LIST_WORDS[list] === word);

/** The addresses of all pages. They hold ids and codes, never personal data. */
export const paths = {
  today: BASE,
  waiting: `${BASE}/por-resolver`,
  only: (list: WaitingList) => `${BASE}/por-resolver?ver=${LIST_WORDS[list]}`,
  group: (list: WaitingList, reason: string) =>
    `${BASE}/por-resolver/${LIST_WORDS[list]}/${encodeURIComponent(reason)}`,
  find: `${BASE}/ficha`,
  record: (entity: Subject, id: string) => `${BASE}/ficha/${ENTITY_WORDS[entity]}/${id}`,
  /** Where it is said what erasing a client means, before it is done. */
  forgetClient: (id: string) => `${BASE}/ficha/cliente/${id}/borrar`,
  runs: `${BASE}/ejecuciones`,
  run: (id: string) => `${BASE}/ejecuciones/${encodeURIComponent(id)}`,
  connection: `${BASE}/conexion`,
  settings: `${BASE}/ajustes`,
  editSettings: `${BASE}/ajustes/cambiar`,
  /** With the lists that were read for it. */
  editWith: (lists: string) => `${BASE}/ajustes/cambiar?listas=${encodeURIComponent(lists)}`,
  activity: `${BASE}/actividad`,
  work: (id: string) => `${BASE}/trabajo/${encodeURIComponent(id)}`,
  language: `${BASE}/idioma`,
  style: `${BASE}/recursos/estilo.css`,
  script: `${BASE}/recursos/vivo.js`,
  actions: {
    retry: `${BASE}/hacer/reintentar`,
    sync: `${BASE}/hacer/sincronizar`,
    start: `${BASE}/hacer/empezar`,
    cancel: `${BASE}/hacer/cancelar`,
    confirm: `${BASE}/hacer/confirmar`,
    reject: `${BASE}/hacer/rechazar`,
    undo: `${BASE}/hacer/deshacer`,
    resume: `${BASE}/hacer/reanudar`,
    doctor: `${BASE}/hacer/revisar`,
    'webhook-status': `${BASE}/hacer/mirar-huecos`,
    'webhook-register': `${BASE}/hacer/ocupar-huecos`,
    'webhook-remove': `${BASE}/hacer/dejar-huecos`,
    compare: `${BASE}/hacer/comparar`,
    'rehearse-record': `${BASE}/hacer/ensayar`,
    forget: `${BASE}/hacer/borrar`,
    choose: `${BASE}/hacer/elegir`,
    restore: `${BASE}/hacer/reponer`,
    choices: `${BASE}/hacer/listas`,
    rehearse: `${BASE}/hacer/simulacro`,
    settings: `${BASE}/hacer/ajustes`,
    saveSettings: `${BASE}/hacer/guardar-ajustes`,
  },
} as const;

/** One of our own pages, however somebody else put the address together; else the first page. */
export const ownPage = (wanted: string | undefined): string => pageBelow(BASE, wanted);
