/** One environment variable, or several that belong together, as an admin reads of them in docs/settings.md. */
export interface Variables {
  readonly names: readonly string[];
  /** Markdown: what happens when it is not set. */
  readonly unset: string;
  readonly meaning: string;
}

/** Every environment variable that an admin may set. They count before the mapping settings, and on this machine only. */
export const VARIABLES: readonly Variables[] = [
  {
    names: ['GIAV_ENDPOINT', 'GIAV_API_KEY'],
    unset: 'the bundled simulators',
    meaning: "GIAV's SOAP service and key. They and Clientify's go together: all four, or none.",
  },
  {
    names: ['GIAV_BASIC_USER', 'GIAV_BASIC_PASSWORD'],
    unset: 'no HTTP Basic',
    meaning: 'HTTP Basic in addition to the key, where an installation of GIAV wants it.',
  },
  {
    names: ['CLIENTIFY_BASE_URL', 'CLIENTIFY_TOKEN'],
    unset: 'the bundled simulators',
    meaning: "Clientify's REST API (the address ends in `/v1`) and key.",
  },
  {
    names: ['CLIENTIFY_V2_BASE_URL'],
    unset: '`https://api-plus.clientify.com/v2`',
    meaning: "Clientify's v2 API, for webhook slots only.",
  },
  {
    names: ['WRITE_BACK'],
    unset: '`writeBack.mode`',
    meaning: 'The way back: `off`, `dry-run`, `on`.',
  },
  {
    names: ['WRITE_BACK_ACKNOWLEDGE_UNREADABLE'],
    unset: '`writeBack.acknowledgeUnreadable`',
    meaning:
      '`true`: [the supervised test](way-back.md#before-you-switch-it-on) was done. Without it `on` behaves as `dry-run` and says so.',
  },
  {
    names: ['WRITE_BACK_CREATE'],
    unset: '`writeBack.create`',
    meaning: 'Contacts that GIAV does not know: `never`, `clients`, `always`.',
  },
  {
    names: ['WRITE_BACK_WINNER'],
    unset: '`writeBack.winner`',
    meaning: 'Who wins a field that both sides changed: `giav`, `clientify`.',
  },
  {
    names: ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS', 'WEBHOOK_PORT'],
    unset: 'a made-up secret, any port',
    meaning:
      '`npm run dev`: the secret of the webhook, one that is still valid during a rotation, the port.',
  },
  {
    names: ['STATE_DIR'],
    unset: '`.state`',
    meaning: "Folder of the local cloud's state.",
  },
  {
    names: ['SYNC_CONFIG'],
    unset: 'all defaults',
    meaning: 'Path of the JSON file with the mapping settings below.',
  },
  {
    names: ['AUTO_SETUP'],
    unset: '`true`',
    meaning: '`true`: the run creates missing custom fields; `false`: it stops and names them.',
  },
];
