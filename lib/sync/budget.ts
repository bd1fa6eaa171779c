/**
 * Every time that the product waits, tries, holds or gives up by (how long the table keeps what: lib/sync/kept.ts). A name
 * ends in its unit (`…Ms`, `…Seconds`, `…Days`); `…Attempts` count the first try too, `…Repeats` do not; a `…Share` is a part of the time that an invocation
 * has. test/rules/budget.test.ts shows that they fit into each other; lint keeps them out of other files.
 */

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const HOUR_SECONDS = HOUR_MS / SECOND_MS;
export const DAY_SECONDS = DAY_MS / SECOND_MS;
export const DAY_MINUTES = DAY_MS / MINUTE_MS;

/** What changed since a moment is asked for from so long before it: clocks differ, and a record may be listed late. */
export const LISTED_LATE_MS = 10 * MINUTE_MS;
/** Nobody changes records so far ahead: a filter by time shows nothing from then on. */
export const FUTURE_MS = 2 * DAY_MS;

/** How long a function may run; Lambda gives 900 at most. */
export const FUNCTION_SECONDS = {
  'page-fetcher': 900,
  'record-worker': 300,
  'write-back': 300,
  reconcile: 300,
  /** Longer than it may have to be silent. */
  webhook: 10,
  /** Less than API Gateway waits for an answer (30 s). */
  console: 20,
  letter: 60,
} as const;

/** The daily letter. */
export const LETTER = {
  /** Hours of the day, where GIAV is: what could not be sent at the chosen one is tried again at each later one. */
  lastHour: 23,
  /** Latest of the hours that may be chosen: some are left to try again. */
  latestHour: 20,
  /** A call of the schedule that could not be delivered for so long is dropped: the next one comes. */
  lateMinutes: 30,
} as const;

export interface QueueLimits {
  readonly to: keyof typeof FUNCTION_SECONDS;
  /** For how long a message is hidden once it was handed over. */
  readonly visibilitySeconds: number;
  /** How often it is handed over before it is set aside. */
  readonly maxReceiveCount: number;
}

export const QUEUE_LIMITS = {
  runs: { to: 'page-fetcher', visibilitySeconds: 960, maxReceiveCount: 3 },
  // The worker counts the tries that went wrong. This counts the waiting in throttling and outages too, so it only stops
  // a record that kills every invocation.
  work: { to: 'record-worker', visibilitySeconds: 360, maxReceiveCount: 100 },
  // Changes give up by themselves after a day: this only stops one that kills every invocation.
  changes: { to: 'write-back', visibilitySeconds: 360, maxReceiveCount: 1000 },
  reconcile: { to: 'reconcile', visibilitySeconds: 360, maxReceiveCount: 3 },
} as const satisfies Record<string, QueueLimits>;

/** The longest that SQS takes, and for how long the queues that must not lose anything keep it. */
export const SQS = { delaySeconds: 900, visibilitySeconds: 43_200, keptDays: 14 } as const;

/** One call to Clientify by default, and its repeats inside of one process; settings `clientify.…Seconds`. */
export const CLIENTIFY_CALL = {
  timeoutMs: 30 * SECOND_MS,
  repeats: 4,
  firstWaitMs: SECOND_MS,
  /** The wait doubles up to so many times the first one. */
  longestWaitTimes: 16,
  jitterShare: 0.25,
  /** What has to wait for longer waits in the queue. */
  longestWaitMs: 30 * SECOND_MS,
} as const;

/** The same for GIAV; settings `giav.…Seconds`. Only reads are repeated. */
export const GIAV_CALL = {
  timeoutMs: MINUTE_MS,
  repeats: 4,
  firstWaitMs: 400,
  longestWaitMs: 10 * SECOND_MS,
} as const;

/** Calls of both, inside of one invocation (lib/sync/call-time.ts). */
export const CALLS = {
  /** What is left to note that the last one hung; less where the whole time is short. */
  reserveMs: 10 * SECOND_MS,
  reservedShare: 0.05,
  /** None begins with less, or than its time-out where that is shorter. */
  beginShare: 0.2,
} as const;

/** Tries of one call by the SDK of AWS, with its own growing waits: throttling of some seconds is over by then. */
export const AWS_CALL = { attempts: 6 } as const;

/** What GIAV holds besides its records. */
export const LOOKUPS = {
  /** How long a process believes what it has read of agents and offices. */
  keptMs: 10 * MINUTE_MS,
  /** Where each record needs a call of its own: a page is not waited for longer, for it has to fit into an invocation. */
  pageMs: MINUTE_MS,
} as const;

/** Throttling and outages of Clientify, which all processes share (ADR 8). */
export const GATE = {
  /** How long the shared state may be out of date in a process: all of them slow down within this time. */
  refreshMs: SECOND_MS,
  /** Longest wait inside one call; beyond it the message waits in the queue. */
  longestWaitMs: 30 * SECOND_MS,
  apartMs: 250,
  /** For how long one process alone finds out whether an outage is over: longer than an answer may take. */
  probeMs: 35 * SECOND_MS,
  /** Bad answers further apart than that are no row. */
  rowMs: MINUTE_MS,
  throttle: { firstMs: 2 * SECOND_MS, doublings: 3, longestMs: 15 * MINUTE_MS },
  outage: { firstMs: 15 * SECOND_MS, longestMs: 5 * MINUTE_MS },
  /** After the end of a pause: nobody may have tried again yet. */
  recentlyMs: 10 * MINUTE_MS,
} as const;

/** The n-th pause of an outage, from 1: 15 s, doubling to five minutes. */
export const outagePauseMs = (count: number): number =>
  Math.min(GATE.outage.longestMs, GATE.outage.firstMs * 2 ** (count - 1));

/** Wait without a word from Clientify after the n-th 429 in a row, from 1: 2 s, doubling to 16. */
export const throttlePauseMs = (count: number): number =>
  GATE.throttle.firstMs * 2 ** Math.min(GATE.throttle.doublings, count - 1);

/** What a process knows for a while before it asks again. */
export const KNOWN = {
  /** Secrets and settings: a rotated key or a changed setting is known everywhere by then. */
  factsMs: MINUTE_MS,
  /** What another process learned of the account: not to know it costs a needless call, no data. */
  traitsMs: MINUTE_MS,
} as const;

/** A run. */
export const RUN = {
  /** Its lease: nobody else goes on with it while the invocation that holds it may live. */
  leaseSeconds: FUNCTION_SECONDS['page-fetcher'],
  /** Between two looks at a run that is being drained. */
  checkSeconds: 15,
  /** Looks in a row that nobody took: whoever was to look at the run is dead. */
  missedLooks: 8,
  /** Looks at an empty queue that are enough to take the missing records for lost. */
  lostLooks: 99,
  /** Wait of a message that met an outage of AWS, or the lease of a dead invocation. */
  putOffSeconds: MINUTE_MS / SECOND_MS,
  pause: { firstSeconds: 15, longestSeconds: 300, longestAskedSeconds: 900 },
  /** One that could not go on for so long has failed. */
  giveUpMs: DAY_MS,
  /** One that read no page and finished no record for so long has stopped. */
  standstillMs: 30 * MINUTE_MS,
  /** Looks at it meanwhile. One long after the last one tells only that nobody was there (a machine that slept). */
  standstillLooks: { reading: 2, draining: 5 },
  /** What must be left of an invocation for another page to be begun, beside GIAV's time-out: see `fetcherReserveMs`. */
  reserveMs: 15 * SECOND_MS,
  /** Where its whole time is short. */
  reservedShare: 0.3,
} as const;

/** Wait before the n-th try to go on with a paused run, from 1: 15 s, doubling to five minutes. */
export const pauseSeconds = (count: number): number =>
  Math.min(RUN.pause.longestSeconds, RUN.pause.firstSeconds * 2 ** (count - 1));

/** What the page-fetcher keeps of its time: enough for a page that GIAV answers late. */
export const fetcherReserveMs = (leaseSeconds: number, timeoutMs: number): number =>
  Math.min(timeoutMs + RUN.reserveMs, leaseSeconds * SECOND_MS * RUN.reservedShare);

/** A record on the work queue. */
export const RECORD = {
  /** Tries that go wrong through no outage before it goes to the dead-letter queue. */
  attempts: 5,
  /**
   * The same during what looks like an outage: several records that never work look like one. Waiting for its end is no
   * try, so an outage of hours uses up the tries of hardly any record.
   */
  outageAttempts: 20,
  longestRedeliverySeconds: 300,
  /** What waits for the same end comes back between one second and this after it, not all at once. */
  apartSeconds: 5,
  /** What must be left of an invocation for another record to be begun. */
  reservedShare: 0.6,
} as const;

/** Wait before the n-th redelivery, from 1: 2 s, doubling to five minutes. */
export const redeliverySeconds = (attempts: number): number =>
  Math.min(RECORD.longestRedeliverySeconds, 2 ** attempts);

/** A little after a wait: messages that waited for the same do not all come at once. @param chance 0 to 1 */
export const apartSeconds = (waitMs: number, chance: () => number): number =>
  waitMs / SECOND_MS + 1 + chance() * RECORD.apartSeconds;

/** A record that somebody wants synced at once. */
export const SYNC_ONE = {
  /** How long what somebody else has in hand is tried again for: as long as a create of theirs may take. */
  patienceMs: MINUTE_MS,
  /** Between two tries, where nobody says when. */
  againMs: 2 * SECOND_MS,
  /** How long a command waits for the answer: a cold start, the patience, and the calls. */
  answerMs: 3 * MINUTE_MS,
} as const;

/** A create in Clientify and its claim. */
export const CREATE = {
  /** How long after its claim it may begin: look-ups and throttling come first. */
  beginMs: 20 * SECOND_MS,
  /** The same where Clientify is slow: it must not keep a record from being created for ever. */
  longestBeginMs: MINUTE_MS,
  /** Calls that may come between the claim and the create, and a few more. */
  callsBefore: 12,
  /** Of its claim, after the longest that its answer may take. */
  marginMs: 5 * SECOND_MS,
  /** Wait for another invocation's claim to come to its end. */
  heldMs: 15 * SECOND_MS,
  /** How far back the create of an earlier delivery is looked for. */
  earlierMs: DAY_MS,
  /** A create with the same e-mail is waited for, look by look; then the record comes again. */
  email: {
    patienceMs: 10 * SECOND_MS,
    lookMs: 250,
    heldMs: 2 * SECOND_MS,
    /** A search may not yet show a contact that was created. */
    rememberedSeconds: HOUR_SECONDS,
  },
} as const;

/** An average answer that takes so long is slow: several times what the bench reckons with (300 ms a page of GIAV, 375 ms a call of Clientify). */
export const SLOW = { giavMs: 3 * SECOND_MS, clientifyMs: 2 * SECOND_MS } as const;

/** How long after its claim a create may begin, in milliseconds. @param paceMs what a call takes at present */
export const createBeginsWithinMs = (paceMs: number): number =>
  Math.min(CREATE.longestBeginMs, Math.max(CREATE.beginMs, CREATE.callsBefore * paceMs));

/** An edit on its way to GIAV. */
export const CHANGE = {
  /** Hints about one record within this time collapse into one message. */
  collapseMs: 2 * SECOND_MS,
  /** The queue hands hints over later than that, so that the reading which follows sees all of them. */
  delaySeconds: 3,
  /** Tries before it is also on the failed list, where an admin sees it. */
  visibleAttempts: 5,
  /** One that could not be taken back for so long stays on the failed list only. */
  giveUpMs: DAY_MS,
  /** Wait while the settings or the keys are wrong. */
  configurationSeconds: 300,
  /** What must be left of an invocation for another change to be begun. */
  reservedShare: 0.4,
  /** How long after its time-out a write may still come true over there. */
  lateMs: 15 * SECOND_MS,
  /** How long after a create GIAV's search may not show the client yet. */
  unseenMs: MINUTE_MS,
  /** A claim of a create in GIAV that nobody came back to is forgotten. */
  claimForgottenSeconds: DAY_SECONDS,
  /** Told as the age of a search that never came to its end. */
  neverSearchedSeconds: DAY_SECONDS,
} as const;

const senderPatienceMs = 5 * SECOND_MS;
/**
 * A call of Clientify's webhook. It takes any HTTP answer for delivered, 5xx too, and repeats only a call that was not
 * answered within five seconds (clientify.md, W1).
 */
export const WEBHOOK = {
  senderPatienceMs,
  /** When nobody listens any more: whatever is answered then counts as no answer. */
  silentUntilMs: senderPatienceMs + 1500,
  /** Begin of the last try: what it takes must be over before the sender gives up, or the event would come twice. */
  lastTryMs: 3500,
  /** Longest wait for one try. */
  tryMs: 1200,
  /** Between two tries; doubles. */
  firstWaitMs: 100,
} as const;

/** What a person at the command line waits for. */
export const COMMAND = {
  pollMs: 200,
  /** A message that nobody takes in this time means a function that cannot start. */
  startLimitMs: MINUTE_MS,
  /** A letter of the dead-letter queue is held while it is looked at. */
  letterHeldSeconds: 60,
  /** A short poll asks some of the queue's servers only and may falsely find nothing; a long one asks all of them. */
  letterPollSeconds: 2,
  /** A slot of a webhook that was just freed is taken again: an outage of seconds must not leave it empty. */
  slotAttempts: 3,
} as const;

/** Over what the alarms and the dashboard look. */
export const METRIC = {
  periodMinutes: 5,
  /** Of what is told when a waiting message is handed over: longer than between two times. */
  waitPeriodMinutes: 15,
  agePeriodHours: 1,
  /** CloudWatch looks back over seven days at most, where a period is an hour. */
  longestHours: 7 * 24,
  dashboardDays: 1,
} as const;

/** The sweep of open expedientes. */
export const OPEN_SWEEP = {
  /** How long GIAV's date filter is watched. */
  provingMs: 7 * DAY_MS,
  /** In which the whole list is read. Where a round ends the sweep does, so this and a sweep are less than a day. */
  roundMs: 22 * HOUR_MS,
} as const;

/** Records that came to Clientify after its lists were read. */
export const LATECOMERS = {
  /** How long a list that was just read is shared: a batch asks for it record by record. */
  freshMs: 10 * SECOND_MS,
  /** Stamps that were given at the same time may become visible one after the other. */
  overlapMs: 2 * MINUTE_MS,
  /** Records of a list that are read in some seconds. Where more came, each one that is to be created is searched for. */
  mostListed: 5000,
  /** How old the lists may be that a message of an earlier version was planned with. */
  oldestSearchMs: DAY_MS,
} as const;

/** What was seen of a filter of Clientify's. */
export const FILTER_PROOF = {
  /** How long it is believed: an account, or its API, may change. */
  keptMs: DAY_MS,
  /** How long what another process saw may be unknown here: it costs needless calls. */
  refreshMs: MINUTE_MS,
} as const;

/** Records that wait for something in Clientify. */
export const WAITING = {
  /** Soon after a refusal somebody may correct what it names; later it is looked at once a day. */
  firstLooksMs: [HOUR_MS, 6 * HOUR_MS],
} as const;

/** Who is signed in to the console. */
export const SESSION = {
  /** From the click on "sign in" to the provider's answer: a password and a second factor are typed meanwhile. */
  signInMs: 10 * MINUTE_MS,
  /** How long the provider's word counts before it is asked again, the least that Cognito offers: whoever was removed is out by then. */
  wordMs: 5 * MINUTE_MS,
  /** One that nobody used for so long has ended. */
  idleMs: 2 * HOUR_MS,
  /** However much it is used: then a password is asked for again. */
  longestMs: 12 * HOUR_MS,
  /** Longest wait for an answer of the provider. */
  callMs: 5 * SECOND_MS,
  /** How long the password of an invitation is good for. */
  invitationDays: 7,
} as const;

/** What a person at the console waits for. */
export const CONSOLE = {
  /** Between two looks at a run, in seconds. */
  runSeconds: 5,
  /** Between two looks at something that was asked for, in seconds. */
  workSeconds: 3,
  /** After which nobody's answer is told as such. */
  longMs: 2 * MINUTE_MS,
  /** What is asked of both systems ends after so long, well before its function does, and tells how far it came. */
  rehearsalMs: 8 * MINUTE_MS,
  /** Before a run has gone on for so long its speed is chance. */
  paceMs: 10 * SECOND_MS,
  /** How long it is remembered which language somebody has switched to, in seconds. */
  languageSeconds: 365 * DAY_SECONDS,
} as const;
