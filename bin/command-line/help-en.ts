import type { Subject } from '../../lib/sync/decision';

/** What the command line says about itself, in English; docs/commands.md is made of it. Its Spanish: help-es.ts. */
export const english = {
  titles: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
  } as Readonly<Record<string, string>>,
  help: 'show this help',
  program: 'Sync of GIAV (Gesintur) and Clientify',
  stack: 'a deployment on AWS, by the name of its stack; default: the local cloud',
  language: 'language of what is said here; JSON is the same in both',
  languageDefault: 'es where LC_ALL, LC_MESSAGES or LANG is Spanish, else en',
  json: 'one JSON value on stdout, everything else on stderr',
  invalidId: 'It must be an id: digits only.',
  ids: {
    client: 'GIAV id (gesintur_id)',
    expediente: 'GIAV id of the expediente',
    contact: 'Clientify id of a contact without a GIAV client',
    company: 'Clientify id of a company without a GIAV client',
  } as Readonly<Record<Subject, string>>,
  sync: {
    is: 'Run a sync and wait for its end. Ending the command does not end a run on AWS; a local one goes on from its checkpoint at the next sync. Exit 0: the run completed (single records may have failed); 1: it could not be done; 2: a setting must be fixed.',
    mode: 'what to read: everything, or what changed in GIAV since the last completed run (without one: everything)',
    dryRun:
      'write nothing anywhere; report what would be created, updated, linked and skipped, and why, and whether the brake would hold the run, as a page (HTML) and as JSON. Personal data',
    report: 'with --dry-run: where the report goes; default: dry-run in the state directory',
    rehearseOne:
      'write nothing; say what would be sent of the record now, field by field, and why. Personal data',
    one: {
      client:
        'Sync one client now: read it and its expedientes from GIAV afresh and bring them in step. Beside whatever runs; the decision is printed field by field, old and new. Exit 0: it is in step now; 1: it is not, and what is printed says why and what to do (refused, unknown there, queued, no answer); 2: a setting must be fixed. Personal data.',
      expediente:
        'Sync one expediente now, with its client where that is not synced yet. Output and exit codes as of sync client.',
      contact:
        'Sync a contact or a company of Clientify now: its client is found by the link, else by gesintur_id, else by its Documento in GIAV, and synced; the way back, where it is not off, looks at it as after a webhook. Output and exit codes as of sync client.',
      company: 'The same for the company with that id, should a contact have it, too.',
    } as Readonly<Record<Subject, string>>,
    ids: {
      client: 'GIAV id (gesintur_id)',
      expediente: 'GIAV id of the expediente',
      contact: 'Clientify id of the contact or company',
      company: 'Clientify id of the company',
    } as Readonly<Record<Subject, string>>,
    languageOfReport:
      'language of what is said here, and of the report (which is Spanish unless asked otherwise)',
  },
  dev: 'Keep everything running until Ctrl-C or SIGTERM: schedules, both directions, the webhook and the console, whose addresses are lines on stdout (webhook url: …, console url: …). Other commands work with it meanwhile. It ends within 10 seconds, after what was accepted; what takes longer is found by the next start. A second Ctrl-C ends it at once.',
  setup: 'Check and create what the mapping needs in Clientify.',
  doctor: {
    is: 'Ask GIAV, Clientify and the state what could go wrong, and say what to do; changes nothing. Exit 0: ok; 1: warnings; 2: errors.',
    quick: 'read only the first page of each list of GIAV',
  },
  status: 'What runs, how old the watermark is, pauses and why, what waits for somebody.',
  letter:
    "Today's letter to the agency about what waits for a person, in the language of the command. Nothing is sent.",
  runs: {
    is: 'The last runs, newest first.',
    limit: 'how many',
    show: 'One run: its counts, why it ended, and where it is held what it would change.',
    confirm:
      'Let a run go on that is held because it would change too much. Exit codes as of sync.',
    reject:
      'End a held run. What it wrote before stays; the next run reads the same again, so put the cause right first.',
    cancel:
      'End a run at any time. What it has done stays; the next run reads the rest, since the watermark does not move.',
    id: 'id of the run, as runs and status show it',
  },
  explain: {
    is: 'What happened to a record, when and why, and what was sent, field by field. Personal data.',
    of: {
      client: 'A client of GIAV.',
      expediente: 'An expediente of GIAV.',
      contact: 'A contact of Clientify without a GIAV client.',
      company: 'A company of Clientify without a GIAV client.',
    } as Readonly<Record<Subject, string>>,
  },
  conflicts: {
    is: 'What waits for a human (parked edits, edits that the way back does not write, fields that are fought over, persons who opted out), with the values of both sides, read afresh. Personal data.',
    choose:
      'Choose which value of a field that waits counts for both sides. The way back does it, with all of its checks, and only if neither has changed meanwhile; the other value is kept with the decision.',
    field: 'the field, as conflicts names it',
    side: 'the side whose value counts',
  },
  failures: {
    is: 'Records that could not be synced, with all their errors, and messages that nobody can read.',
    reason: 'only those that failed for this reason',
    delete: 'delete a message that nobody can read',
  },
  audit: 'What admins did that must be accounted for, newest first.',
  redrive: {
    is: 'Read failed records from GIAV again and sync them.',
    all: 'all of them',
    id: 'these GIAV ids; client:123, expediente:456, contact:789 where several exist',
    reason: 'those that failed for this reason',
  },
  restore: {
    is: 'Put a replaced value back where a decision still holds it.',
    client:
      "Type a client's replaced value into Clientify again; from there it takes the ordinary way to GIAV.",
    field: 'as explain names it: remarks, address, phones …',
  },
  undo: {
    is: 'Undo what a run did in Clientify.',
    run: 'Give every field that the run changed, and that still shows what it wrote, its earlier value back. What somebody changed since stays and is listed; created records are tagged gesintur-undo, never deleted; consents are never given back. Undone records are left alone until they change in GIAV or are re-driven. Possible while the decisions are kept (30 days); not while a run is in progress. Done again, it goes on where it was cut off.',
    dryRun: 'only say what would be changed back',
  },
  relink: {
    is: 'Give a record of Clientify to another GIAV client.',
    client:
      'Give a client the record of Clientify that a client which GIAV no longer has still holds (DOCUMENT_TAKEN); both are checked first.',
  },
  forget: {
    is: 'Erase what is stored about a person (RGPD).',
    client:
      'Erase what is stored about a client and its expedientes, with an audit line; GIAV and Clientify are not touched. Refused while a run is in progress.',
  },
  console: {
    is: 'The pages on which an agency sees that all is in step and puts things right, on the state of the local cloud, until Ctrl-C: their address, good once, is a line on stdout (console url: …). With npm run dev running, those of that one. Of a deployment on AWS: who is invited.',
    invite:
      'Invite a person to the console of a deployment: they get an e-mail with its address and a password for the first time. Again for one who has not used theirs, or to change what they may.',
    users: 'Who is invited, and what each of them may. Personal data.',
    remove: 'Let a person in no more. A session that is open ends within five minutes.',
    email: 'e-mail address of the person',
    reader: 'may look at everything, but change nothing; without it: an administrator',
    stack: 'the deployment, by the name of its stack',
  },
  settings: {
    is: 'The mapping settings: what was deployed, what people have changed of it, and what counts.',
    set: 'Change one setting without a deployment, and say what that does. Without a value, what the deployed document says counts again.',
    path: 'as docs/settings.md names it: offices, writeBack.winner, stages.Confirmado …',
    value: 'JSON, or a text as it is; null = without it',
    preview: 'say what it would do, and save nothing',
    dryRun:
      'save nothing; make the dry run of a full run by these settings, with its report. Personal data',
    choices:
      'What the settings may choose among, as both systems have it now: states, stages, offices, types of contacts.',
    revert: 'Bring an earlier version back, as a new one.',
    to: 'number of the version; 0 = the deployed document alone',
    history: 'Who has changed what, and when, newest first.',
  },
  find: {
    is: 'Find a record.',
    expediente: 'The GIAV ids of the expedientes with a number, and of their clients.',
    number: 'the number, with or without its office',
  },
  reconcile: 'Look for changes in Clientify whose webhook was lost, and take them back.',
  writeBack: {
    is: 'Whether the way back is halted after a loss that could not be repaired.',
    resume: 'let it go on',
  },
  webhook: {
    is: "Clientify's webhook slots for contacts and companies.",
    register:
      'Take the slots, or renew the secret of ours; one that is somebody else’s is left alone.',
    status: 'Whose the slots are.',
    remove: 'Free our slots.',
    url: "the webhook's public address, without its secret; default: that of the deployment. With it, WEBHOOK_SECRET names the secret",
  },
};

/** What the command line says about itself. What one language lacks does not compile. */
export type Help = typeof english;
