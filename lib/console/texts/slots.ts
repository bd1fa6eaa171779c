import { FORBIDDEN, type SlotCode, type SlotReport } from '../../ports/webhook-slots';

/** What the pages say of Clientify's webhook slots. */
export interface SlotTexts {
  readonly title: string;
  readonly means: string;
  readonly off: string;
  readonly nowhere: string;
  readonly address: string;
  readonly neverSeen: string;
  readonly seen: string;
  readonly look: string;
  readonly register: string;
  readonly registerMeans: string;
  readonly remove: string;
  readonly removeMeans: string;
  readonly heads: readonly string[];
  readonly entities: Readonly<Record<SlotReport['entity'], string>>;
  readonly states: Readonly<Record<SlotCode, string>>;
  readonly advice: Readonly<Record<SlotCode, (slot: SlotReport) => string>>;
  readonly allOurs: string;
  readonly notAll: string;
  readonly givenBack: string;
  readonly notGivenBack: string;
  readonly back: string;
}

const A_MANO =
  'Póngalo a mano: en Clientify, Configuración → Integraciones → Webhooks → Añadir, con los eventos de contactos y de empresas, activo, y como dirección la de esta página seguida de / y del secreto. El secreto no se muestra aquí: lo da quien administra el despliegue.';

export const SLOTS_ES: SlotTexts = {
  title: 'Avisos de Clientify (webhooks)',
  means:
    'Clientify tiene un hueco de webhook para contactos y otro para empresas. Si los dos son nuestros, avisa de cada cambio en el momento; si no, los cambios se encuentran igual, buscándolos cada pocos minutos.',
  off: 'La vuelta a GIAV está apagada: no se escucha a Clientify y no hace falta ningún webhook.',
  nowhere:
    'Este despliegue no escucha a Clientify: se desplegó con la vuelta a GIAV apagada, y no tiene dirección para el webhook. Quien administra el despliegue tiene que desplegarlo con la vuelta encendida (o en simulacro).',
  address: 'Nuestra dirección',
  neverSeen: 'Nadie ha mirado todavía de quién son los huecos.',
  seen: 'Vistos por última vez',
  look: 'Mirar los huecos',
  register: 'Ocupar los huecos',
  registerMeans:
    'Ocupa los que estén libres y renueva el secreto en los nuestros. El que sea de otro no se toca.',
  remove: 'Dejar los huecos',
  removeMeans: 'Deja libres los nuestros. Después, los cambios solo se encuentran buscándolos.',
  heads: ['Hueco', 'Estado', 'Qué hacer'],
  entities: { contacts: 'Contactos', companies: 'Empresas' },
  states: {
    ours: 'Nuestro',
    inactive: 'Nuestro, desactivado',
    free: 'Libre',
    foreign: 'De otro',
    forbidden: 'No se puede ver',
    'not-told': 'No se sabe',
    'taken-meanwhile': 'De otro',
    refused: 'Rechazado',
    emptied: 'Vacío',
    'no-answer': 'No se sabe',
  },
  advice: {
    ours: () => 'Nada.',
    inactive: () => 'Pulse «Ocupar los huecos»: se vuelve a activar.',
    free: () => 'Pulse «Ocupar los huecos».',
    foreign: ({ host }) =>
      `Llama a ${host ?? 'una dirección que no se puede leer'} y no se toca. Pida a ese servicio que reenvíe sus llamadas a la dirección de esta página seguida de / y del secreto, o déjelo así: los cambios se buscan igual.`,
    forbidden: () => `${FORBIDDEN.es} (403). ${A_MANO}`,
    'not-told': () => `Clientify no dice de quién es. ${A_MANO}`,
    'taken-meanwhile': () =>
      'Alguien lo ocupó en ese mismo momento, y no se le quita. Mire en Clientify, Configuración → Integraciones → Webhooks, quién es.',
    refused: ({ said }) => `Clientify respondió: ${said?.es ?? ''} ${A_MANO}`,
    emptied: ({ said }) =>
      `Era nuestro, se dejó libre para renovarlo y no se pudo volver a ocupar: ${said?.es ?? ''} Pulse «Ocupar los huecos» otra vez; hasta entonces, los cambios se encuentran buscándolos.`,
    'no-answer': ({ said }) =>
      `No se sabe cómo está ahora: ${said?.es ?? ''} Pulse «Mirar los huecos» dentro de unos minutos.`,
  },
  allOurs: 'Los dos huecos son nuestros',
  notAll: 'No todos los huecos son nuestros',
  givenBack: 'Ningún hueco es nuestro ya',
  notGivenBack: 'No se han podido dejar todos los huecos',
  back: 'Volver a Conexión',
};

const BY_HAND =
  'Set it by hand: in Clientify, Settings → Integrations → Webhooks → Add, with the events of contacts and companies, active, and as address the one on this page with / and the secret behind it. The secret is not shown here: whoever administers the deployment has it.';

export const SLOTS_EN: SlotTexts = {
  title: 'What Clientify tells (webhooks)',
  means:
    'Clientify has one webhook slot for contacts and one for companies. Where both are ours it tells of each change as it happens; else changes are found all the same, by a search every few minutes.',
  off: 'The way back to GIAV is off: nobody listens to Clientify, and no webhook is needed.',
  nowhere:
    'This deployment does not listen to Clientify: it was deployed with the way back to GIAV off, and has no address for the webhook. Whoever administers it has to deploy it with the way back on (or as a dry run).',
  address: 'Our address',
  neverSeen: 'Nobody has looked yet whose the slots are.',
  seen: 'Last seen',
  look: 'Look at the slots',
  register: 'Take the slots',
  registerMeans:
    'Takes those that are free, and renews the secret of ours. One that is somebody else’s is left alone.',
  remove: 'Give the slots back',
  removeMeans: 'Frees ours. From then on changes are only found by the search.',
  heads: ['Slot', 'State', 'What to do'],
  entities: { contacts: 'Contacts', companies: 'Companies' },
  states: {
    ours: 'Ours',
    inactive: 'Ours, switched off',
    free: 'Free',
    foreign: 'Somebody else’s',
    forbidden: 'Cannot be seen',
    'not-told': 'Not known',
    'taken-meanwhile': 'Somebody else’s',
    refused: 'Refused',
    emptied: 'Empty',
    'no-answer': 'Not known',
  },
  advice: {
    ours: () => 'Nothing.',
    inactive: () => 'Press “Take the slots”: it is switched on again.',
    free: () => 'Press “Take the slots”.',
    foreign: ({ host }) =>
      `It calls ${host ?? 'an address that cannot be read'} and is left alone. Have that service forward its calls to the address on this page with / and the secret behind it, or leave it so: changes are searched for all the same.`,
    forbidden: () => `${FORBIDDEN.en} (403). ${BY_HAND}`,
    'not-told': () => `Clientify does not tell whose it is. ${BY_HAND}`,
    'taken-meanwhile': () =>
      'Somebody took it in that very moment, and keeps it. Look in Clientify, Settings → Integrations → Webhooks, who that is.',
    refused: ({ said }) => `Clientify answered: ${said?.en ?? ''} ${BY_HAND}`,
    emptied: ({ said }) =>
      `It was ours, was freed to be renewed, and could not be taken again: ${said?.en ?? ''} Press “Take the slots” once more; until then changes are found by the search.`,
    'no-answer': ({ said }) =>
      `Nobody can tell how it is now: ${said?.en ?? ''} Press “Look at the slots” in a few minutes.`,
  },
  allOurs: 'Both slots are ours',
  notAll: 'Not every slot is ours',
  givenBack: 'No slot is ours any more',
  notGivenBack: 'Not every slot could be given back',
  back: 'Back to Connection',
};
