import type { Outcome } from '../../sync/decision';
import { MAILS_NOTICE } from '../../sync/first-run';
import type { Role } from '../../console/session/person';
import type { Run, ShownStatus } from '../../ports/run';
import type { WhyLeft } from '../../sync/undo';
import type { Language } from '../language';
import type { Touched } from '../settings-overlay';
import { english as explain } from './explain';
import { english as held } from './held';
import { english as letter } from './letter';
import { english as rehearsed } from './rehearsed';
import { english as webhook } from './slots';
import { english as synced } from './synced';

type Named<Word extends string> = Readonly<Record<Word, string>>;

/** English. Its Spanish is in es.ts, key by key. Times are ISO 8601, as they are stored. */
export const en = {
  language: 'en' as Language,
  counts: {
    read: 'read',
    created: 'created',
    updated: 'updated',
    linked: 'linked',
    unchanged: 'unchanged',
    skipped: 'skipped',
    failed: 'failed',
  } as Named<'read' | Outcome>,
  modes: { full: 'full', modified: 'modified', redrive: 'redrive' } as Named<Run['mode']>,
  statuses: {
    running: 'running',
    completed: 'completed',
    failed: 'failed',
    refused: 'refused',
    cancelled: 'cancelled',
    held: 'held',
  } as Named<ShownStatus>,
  phases: {
    clients: 'clients',
    expedientes: 'expedientes',
    draining: 'finishing',
    ended: 'ended',
  } as Named<Run['phase']>,
  summary: {
    clients: 'Clients',
    expedientes: 'Expedientes',
    calls: (giav: number, clientify: string): string =>
      `Calls: GIAV ${giav}; Clientify ${clientify}`,
    ended: (id: string, status: string, message: string): string =>
      `Run ${id} ${status}: ${message}`,
  },
  progress: {
    nothingRead: 'settings and lists are looked at, nothing is read from GIAV yet',
    reading: (read: number, done: number): string => `${read} read from GIAV, about ${done} done`,
    of: (done: number, total: number): string => `about ${done} of ${total} done`,
    perSecond: (count: number): string => `${count} a second`,
    perMinute: (count: number): string => `${count} a minute`,
    minutesLeft: (minutes: number): string => `${minutes} min left`,
    hoursLeft: (hours: number): string => `${hours} h left`,
    nearlyDone: 'less than a minute left',
    paused: (why: string, until: string): string => `paused: ${why} Next try at ${until}.`,
    mails: MAILS_NOTICE.en,
    mailsAtLeast: (contacts: number): string => `At least ${MAILS_NOTICE.en(contacts)}`,
  },
  status: {
    running: (mode: string, id: string, phase: string, clients: number, expedientes: number) =>
      `Running: ${mode} run ${id}, ${phase}; read ${clients} clients, ${expedientes} expedientes`,
    idle: 'No run in progress.',
    runHeld: (id: string): string =>
      `  held: it would change too much. See cli runs show ${id}, then cli runs confirm ${id} or cli runs reject ${id}.`,
    runPaused: (until: string, why: string): string => `  paused until ${until}: ${why}`,
    clientifyPaused: (until: string, why: 'outage' | 'throttled'): string =>
      `Clientify: paused until ${until} (${why}).`,
    clientifyFine: 'Clientify: no pause.',
    watermark: (since: string, minutes: number): string =>
      `Watermark: ${since} (${minutes} min old); modified runs read from there on.`,
    noWatermark: 'Watermark: none; the next run is a full one.',
    lastRun: (mode: string, id: string, status: string): string =>
      `Last run: ${mode} ${id}, ${status}`,
    noRun: 'No run so far.',
    failed: (records: number, messages: number): string =>
      `Failed records: ${records} (see: cli failures). Messages in the dead-letter queue: ${messages}.`,
    halted: (since: string, client: string): string =>
      `The way back is HALTED since ${since} because of client ${client} (see: cli explain, then cli write-back --resume).`,
    held: (since: string): string =>
      `The way back is HELD since ${since}: too many clients were to be written to GIAV within an hour (look at the changes in Clientify, then cli write-back --resume).`,
    wayBack: (changes: number): string =>
      `The way back: ${changes} changes of Clientify under way.`,
    waiting: (records: number): string =>
      `Skipped records that wait for a correction in Clientify: ${records}.`,
  },
  runs: {
    head: ['run', 'mode', 'status', 'started'],
    cancelled: (id: string, read: number, left: number): string =>
      `Run ${id} is cancelled: it had read ${read} records, ${left} of them are left for the next run.`,
  },
  sync: {
    lookAtIt: 'To look at it in a browser: npm run console',
    simulated: 'Using the bundled simulators of GIAV and Clientify.',
    interrupted: (mode: string, id: string): string =>
      `The ${mode} run ${id} was interrupted; it goes on from its checkpoint.`,
  },
  dryRun: {
    held: 'The run would be held, and wait for an administrator, before anything of this is written:',
    notHeld: 'The run would not be held: what it would change is within the setting brake.',
    all: 'All that it would change of records that are linked:',
    looked: (records: number): string => `dry run: ${records} records looked at`,
    report: (html: string, json: string): string =>
      `Nothing was written. Report (personal data): ${html}\n                                     ${json}`,
  },
  failures: {
    head: ['record', 'reason', 'since', 'last', 'tries', 'error'],
    none: 'No failed records.',
    message: (id: string): string => `message ${id}`,
    deleted: (id: string): string => `Message ${id} deleted.`,
    notDeleted: (id: string): string =>
      `No unreadable message ${id}: only those can be deleted; records are re-driven.`,
    redriven: (records: number): string => `Re-driven records: ${records}`,
    notFailed: (ids: string): string => `Not failed: ${ids}. One client: cli sync client <id>.`,
  },
  conflicts: {
    head: ['client', 'Clientify', 'field', 'GIAV', 'Clientify', 'reason'],
    none: 'Nothing waits for a human.',
    chosen: (field: string, value: string, other: string): string =>
      `${field}: ${value} was asked for on both sides, in the place of ${other}. The way back does it now; cli explain shows what came of it.`,
  },
  restore: {
    done: (field: string, from: string, to: string, at: string): string =>
      `${field}: ${from} → ${to} (replaced at ${at}), typed into Clientify again.`,
    goesToGiav: 'It goes to GIAV by itself.',
    staysHere: 'The way back does not write: GIAV keeps its own value.',
  },
  undo: {
    head: ['record', 'Clientify', 'the run had', 'earlier value again', 'left as it is'],
    left: {
      'changed-since': 'somebody changed it since',
      consent: 'consents are never given back',
      tag: 'a tag stays',
      refused: 'Clientify refused it',
      gone: 'the record is gone, or belongs to another one',
    } as Named<WhyLeft | 'gone' | 'refused'>,
    done: (changed: number, touched: number, kept: number): string =>
      `${changed} of the ${touched} records that the run had touched were changed back; on ${kept} something was left. They stay so until GIAV changes, or somebody re-drives them.`,
    wouldBe: (changed: number, touched: number, kept: number): string =>
      `${changed} of the ${touched} records that the run had touched would be changed back; on ${kept} something would be left. Nothing was written.`,
  },
  relink: {
    done: (record: string, from: string, client: string): string =>
      `${record}, which was GIAV client ${from}'s, belongs to client ${client} now. A run that reads it was asked for.`,
  },
  audit: {
    line: (what: string, by: string, erased: string, stays: string): string =>
      `${what}, by ${by}: erased ${erased}; stays: ${stays}`,
    nothing: 'nothing',
    none: 'No audit lines.',
    alsoThere:
      'GIAV and Clientify were not touched: erase the person there, too. Reports of dry runs and backups: docs/data-map.md.',
  },
  console: {
    head: ['e-mail', 'may', 'invitation', 'since', 'id in the audit'],
    roles: { admin: 'act', reader: 'look' } as Named<Role>,
    noRole: 'nothing: in no group',
    used: 'used',
    waits: 'not used yet',
    none: 'Nobody is invited: cli console invite <e-mail>.',
    invited: (email: string, url: string) =>
      `${email} gets an e-mail with the address ${url} and a password for the first time, good for seven days.`,
    known: (email: string, may: string) =>
      `${email} was invited already, and may from now on: ${may}.`,
    removed: (email: string) =>
      `${email} is not let in any more. A session that is open ends within five minutes.`,
  },
  settings: {
    deployed: 'The deployed document:',
    overlay: (version: number, at: string, by: string) =>
      `Changed since, version ${version} of ${at} by ${by}:`,
    unchanged: 'Nobody has changed anything of it.',
    effective: 'What counts:',
    unfit: (problem: string) =>
      `What was changed does not fit the deployed document any more, and nothing is synced until it does: ${problem}\nThe deployed document is above. Repair it with cli settings set (without a value what was deployed counts again), or cli settings revert --to 0.`,
    preview: {
      head: ['setting', 'before', 'after', 'about'],
      none: '(none)',
      about: {
        clients: 'clients',
        expedientes: 'expedientes',
        both: 'clients and expedientes',
        edits: 'what is typed in Clientify from now on',
      } as Named<Touched>,
      records: (count: number) => `; ${count} without a stage so far`,
      same: 'That changes nothing.',
      full: 'The next run reads everything again.',
      atMost: (clients: number, expedientes: number, at: string) =>
        `At most ${clients} clients and ${expedientes} expedientes are written, as the full run that ended at ${at} counted. Which ones: settings set --dry-run.`,
      notCounted: 'There was no full run yet that has counted the records.',
    },
    saved: (version: number) =>
      `Saved as version ${version}. Functions know it within a minute; a run in progress ends with what it began with or with the new ones, and the next one puts that right.`,
    rehearsed: 'Nothing was saved.',
    head: ['version', 'when', 'who', 'what'],
    reverted: (version: number): string =>
      version === 0 ? 'back to the deployed document' : `back to version ${version}`,
    noHistory: 'Nobody has changed the settings yet.',
  },
  reconcile: {
    hints: (records: number): string => `Records that may have changed in Clientify: ${records}`,
  },
  writeBack: {
    goesOn: 'The way back is not halted.',
    resumed: (since: string, client: string): string =>
      `Resumed; it was halted since ${since} because of client ${client}. Re-drive what failed since.`,
    resumedHeld: (since: string): string =>
      `Resumed; it was held since ${since} because of too many clients within an hour. Re-drive what failed since: cli redrive --reason WRITE_BACK_HELD.`,
    held: (since: string): string =>
      `Held since ${since}: too many clients were to be written to GIAV within an hour (setting writeBack.perHour). Look at the changes in Clientify, then --resume.`,
    halted: (since: string, client: string): string =>
      `Halted since ${since} because of client ${client}: cli explain client ${client}, then --resume.`,
  },
  rehearsed,
  webhook,
  setup: {
    allThere: 'Custom fields: all there',
    created: (fields: string): string => `Custom fields: created ${fields}`,
  },
  doctor: {
    levels: { ok: 'ok', warning: 'WARNING', error: 'ERROR' },
    counted: (ok: number, warnings: number, errors: number): string =>
      `${ok} ok, ${warnings} warnings, ${errors} errors. Nothing was changed.`,
  },
  ending: {
    asked:
      'Ending: nothing new is begun, what is at work comes to its end (10 seconds at most). Ctrl-C once more ends at once.',
    cutOff: 'The run was cut off. The next sync goes on from its checkpoint.',
  },
  local: {
    folderInUse: (folder: string, command: string, pid: number): string =>
      `Another process is working with ${folder}: ${command} (process ${pid}). Wait for its end, or end it with Ctrl-C in its terminal or with: kill ${pid}. For two at a time, set STATE_DIR to another folder.`,
    portInUse: (port: number): string =>
      `Port ${port} (WEBHOOK_PORT) is in use by another program. End that program, or set WEBHOOK_PORT to another port.`,
    servicesGone: (file: string): string =>
      `The emulated services have ended by themselves. ${file} says why. The next start goes on from here.`,
  },
  explain,
  synced,
  held,
  letter,
};

/** All that the command line says, by language. What one language lacks does not compile. */
export type Texts = typeof en;
