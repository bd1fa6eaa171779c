import { CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import { NONE, deploymentSchema, readDeploymentFacts } from '../../lib/config/deployment';

interface Asked {
  readonly en: string;
  readonly es: string;
  readonly label: string;
  readonly pattern?: string;
  readonly byDefault?: string;
}

const defaults = readDeploymentFacts({}, {});
/** The template's own check is no stricter than that of `cdk deploy`. */
const AGENCY = '^[a-z][a-z0-9-]{0,29}$';

/** What is asked at the launch, in the order in which it is asked. */
const ASKED = {
  AgencyName: {
    label: 'Agencia / Agency',
    en: `${deploymentSchema.shape.agency.description ?? ''} The stack has to be called giav-clientify-<agency>; its secrets are giav-clientify/<agency>/giav and giav-clientify/<agency>/clientify.`,
    es: 'Nombre de la agencia. El stack tiene que llamarse giav-clientify-<agencia>; sus secretos son giav-clientify/<agencia>/giav y giav-clientify/<agencia>/clientify.',
    pattern: AGENCY,
  },
  GiavAddress: {
    label: 'GIAV',
    en: deploymentSchema.shape.giavEndpoint.description ?? '',
    es: 'Dirección del servicio SOAP de GIAV.',
    pattern: '^https?://[^\\s?]+$',
    byDefault: defaults.giavEndpoint,
  },
  GiavUser: {
    label: 'Usuario de GIAV / User of GIAV',
    en: `User for HTTP Basic, where an installation of GIAV wants it; its password is in the secret of GIAV. Nobody elsewhere: ${NONE}.`,
    es: `Usuario para HTTP Basic, donde una instalación de GIAV lo pide; su contraseña está en el secreto de GIAV. Si no lo pide: ${NONE}.`,
    pattern: '^\\S+$',
    byDefault: NONE,
  },
  ClientifyAddress: {
    label: 'Clientify',
    en: `${deploymentSchema.shape.clientifyBaseUrl.description ?? ''} It ends in /v1.`,
    es: 'Dirección de la API REST de Clientify, v1. Termina en /v1.',
    pattern: '^https?://\\S+/v1$',
    byDefault: defaults.clientifyBaseUrl,
  },
  AlarmEmail: {
    label: 'Alarmas / Alarms',
    en: 'Who gets the alarms by e-mail (confirmed by a click in the first one); empty: nobody.',
    es: 'Quién recibe las alarmas por correo (se confirma con un clic en el primero); vacío: nadie.',
  },
  DigestEmail: {
    label: 'Carta diaria / Daily letter',
    en: 'Who at the agency gets the daily letter about what waits for a person (confirmed by a click in the first one); empty: no letter.',
    es: 'Quién en la agencia recibe la carta diaria sobre lo que espera a una persona (se confirma con un clic en la primera); vacío: ninguna carta.',
  },
  AssetsBucket: {
    label: 'Bucket del programa / Bucket of the code',
    en: 'Bucket that holds the code of the functions, in the region of the stack.',
    es: 'Bucket que contiene el código de las funciones, en la región del stack.',
    pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  },
  AssetsPrefix: {
    label: 'Carpeta en él / Folder in it',
    en: 'Folder of this release in the bucket; it ends in a slash.',
    es: 'Carpeta de esta versión en el bucket; termina en una barra.',
    pattern: '^(\\S+/)?$',
  },
} as const satisfies Readonly<Record<string, Asked>>;
export type Parameter = keyof typeof ASKED;

/** The value that is given at the launch. */
export const given = (name: Parameter): string => Fn.ref(name);

/** Asks for them in the template, in both languages. Those of a stack that is there already are said in both, too. */
export function askFor(stack: Stack, prefix: string): void {
  for (const [name, asked] of Object.entries(ASKED) as [Parameter, Asked][]) {
    const known = stack.node.tryFindChild(name) as CfnParameter | undefined;
    const parameter = known ?? new CfnParameter(stack, name, { type: 'String' });
    parameter.description = `${asked.es} / ${asked.en}`;
    if (asked.pattern !== undefined) parameter.allowedPattern = asked.pattern;
    if (asked.byDefault !== undefined) parameter.default = asked.byDefault;
    if (name === 'AssetsPrefix') parameter.default = prefix;
  }
  const names = Object.keys(ASKED);
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: [{ Label: { default: 'giav-clientify' }, Parameters: names }],
      ParameterLabels: Object.fromEntries(
        Object.entries(ASKED).map(([name, { label }]) => [name, { default: label }]),
      ),
    },
  };
}
