import type { SyncConfig } from '../../config/schema';
import { MAILS_NOTICE, isSurprising } from '../../sync/first-run';
import { ok, warning, type Finding, type Probe } from './check';
import type { GiavSurvey } from './giav-survey';
import { stages, type StagePorts } from './mapping-stages';

export interface MappingPorts extends StagePorts {
  /** Contacts in Clientify, and their hashed Documentos, once all lists were read. */
  readonly contacts: () => { readonly total: number; readonly documentos: ReadonlySet<string> };
}

/** What the settings make of what both systems hold. */
export const mappingQuestions = (ports: MappingPorts): Probe[] => [
  { id: 'stages', ask: () => stages(ports) },
  {
    id: 'client-types',
    ask: () => Promise.resolve(clientTypes(ports.config, ports.survey)),
  },
  { id: 'first-run', ask: () => Promise.resolve(firstRun(ports)) },
];

function clientTypes({ clientTypes: configured }: SyncConfig, { tipos }: GiavSurvey): Finding {
  const named = Object.keys(configured);
  const missing = [...tipos.keys()].filter((tipo) => !named.includes(tipo));
  if (named.length === 0)
    return ok({
      en: 'All clients get the status "client" and the type "Cliente actual" (setting clientTypes).',
      es: 'Todos los clientes reciben el estado "client" y el tipo "Cliente actual" (ajuste clientTypes).',
    });
  return missing.length === 0
    ? ok({
        en: 'Every Tipo in use has its status and contact type.',
        es: 'Cada Tipo en uso tiene su estado y su tipo de contacto.',
      })
    : warning(
        {
          en: `These Tipos in use have no entry in clientTypes: ${missing.join(', ')}.`,
          es: `Estos Tipos en uso no están en clientTypes: ${missing.join(', ')}.`,
        },
        {
          en: 'They get "client" and "Cliente actual"; add them if that is not meant.',
          es: 'Reciben "client" y "Cliente actual"; añádalos si no es lo que quiere.',
        },
      );
}

/** How many contacts a full run would create, about: those of GIAV whose Documento Clientify does not have. */
function firstRun({ survey, contacts }: MappingPorts): Finding {
  const { total, documentos } = contacts();
  const missing = survey.contactsWithout(documentos);
  return isSurprising(missing, total > 0)
    ? warning(
        { en: `About ${MAILS_NOTICE.en(missing)}`, es: `Cálculo: ${MAILS_NOTICE.es(missing)}` },
        {
          en: 'Switch the notice off in Clientify (Configuración → Notificaciones), then run.',
          es: 'Desactive el aviso en Clientify (Configuración → Notificaciones) y ejecute después.',
        },
      )
    : ok({
        en: `About ${missing} contacts of GIAV are not in Clientify yet.`,
        es: `Contactos de GIAV que aún no están en Clientify, más o menos: ${missing}.`,
      });
}
