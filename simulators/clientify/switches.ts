/** How the account's webhooks behave. */
export interface HookSwitches {
  /** How often each save is told; `shuffled`: twice, and out of order. */
  hooks: 'once' | 'twice' | 'shuffled' | 'never';
  hookDelayMs: number;
  /** The hook is delivered before the write that caused it is answered. */
  hookFirst: boolean;
  /** Longest wait for the receiver's answer. */
  hookTimeoutMs: number;
  /** Wait before the first repeat of a call that got no answer at all; doubles. */
  hookRetryMs: number;
  /** Writes made with the account's own key are told, too. */
  echo: boolean;
  /** What `deleted` carries. */
  deletedShows: 'record' | 'id';
  /** Targets that are not public https are taken, as no real account would. */
  anyTarget: boolean;
}

/** What nobody knows for sure of Clientify, or what differs between accounts. The defaults are the nastier readings. */
export interface ClientifySwitches extends HookSwitches {
  /** Whether contacts and companies take PATCH; deals always do. */
  patch: boolean;
  /** Names of User-Agents that get the block page besides a missing one. */
  blockedAgents: string[];
  /** `next` names the host that was asked, or the other one of the two. */
  nextHost: 'own' | 'other';
  /** How many records a page holds when `page_size` is not sent. */
  defaultPageSize: number;
  /** Each page but the last holds so many records less than were asked for. */
  shortPages: number;
  /** The first page holds so many less besides, but one at least. */
  shortFirstPage: number;
  /** Lists show `remarks` as empty: those of deals always, or those of all records. */
  emptyRemarks: 'deals' | 'all';
  cfFilter: boolean;
  /**
   * What finds a Documento; `normalised`: the search looks for what was asked among letters and digits alone, so that one
   * with a hyphen is never found.
   */
  documentBy: 'filter' | 'query' | 'normalised' | 'neither';
  /** Whether `created[…]` and `modified[…]` are honoured. */
  timeFilters: boolean;
  /** Whether deals are filtered by `contact_id` and `pipeline_id`. */
  dealFilters: boolean;
  /** A contact's POST with a known e-mail: the known contact, untouched or overwritten, or a new one. */
  knownEmail: 'unchanged' | 'overwritten' | 'new';
  /** `?force_insert=true` makes a new contact whatever its e-mail is. */
  forceInsert: boolean;
  /** An e-mail of another contact as sub-resource. */
  sharedEmail: 'taken' | 'refused';
  /** 409 for a fiscal id that another contact has. */
  duplicateConflict: boolean;
  /** Lists of entries in PUT and PATCH that are ignored without a word. */
  ignoredOnUpdate: ('emails' | 'phones' | 'addresses' | 'websites')[];
  tagsOnUpdate: 'add' | 'replace';
  /** `body`: dropped from the body of a deal; `always`: by the sub-resource, too. */
  dealTagsDropped: 'no' | 'body' | 'always';
  undefinedField: 'refuse' | 'ignore' | 'create';
  customFieldsOnWrite: 'merge' | 'replace';
  /** An empty value of a custom field: the old one stays, or 400. */
  emptyCustomField: 'keeps' | 'refuse';
  /** Whether a deal takes its `created`: never, only in its create, or in every write. */
  createdTaken: 'never' | 'create' | 'always';
  unsubscribedWritable: boolean;
  /** OPTIONS tells what may be written. */
  tellsFields: boolean;
  fieldCreation: boolean;
  lowerCaseTags: boolean;
  language: 'es' | 'en';
  /** POST of a deal keeps the account's default pipeline, whatever is sent. */
  postIgnoresPipeline: boolean;
  /** PATCH of a deal without `pipeline` is a 400. */
  patchNeedsPipeline: boolean;
  /** PATCH of a deal ignores the pipeline and the stage as well: nothing repairs it. */
  pipelineStuck: boolean;
  /** What a PATCH makes of the status of a deal: nothing, without a word; the status; or a 400. */
  statusByPatch: 'ignored' | 'taken' | 'refused';
  /** Whether the key may close deals; else a 400. */
  closing: boolean;
  unknownStage: 'refuse' | 'ignore';
  /** The key's user is an administrator and the account has the API addon: only then webhook slots can be asked for. */
  administrator: boolean;
}

// eslint-disable-next-line max-lines-per-function -- One list: all switches, as tests begin with them.
export const nastyDefaults = (): ClientifySwitches => ({
  patch: true,
  blockedAgents: ['python-urllib', 'node', 'undici', 'axios'],
  nextHost: 'other',
  defaultPageSize: 20,
  shortPages: 7,
  shortFirstPage: 99,
  emptyRemarks: 'all',
  cfFilter: true,
  documentBy: 'query',
  timeFilters: true,
  dealFilters: true,
  knownEmail: 'overwritten',
  forceInsert: false,
  sharedEmail: 'taken',
  duplicateConflict: false,
  ignoredOnUpdate: ['emails', 'phones', 'addresses', 'websites'],
  tagsOnUpdate: 'add',
  dealTagsDropped: 'body',
  undefinedField: 'refuse',
  customFieldsOnWrite: 'merge',
  emptyCustomField: 'keeps',
  createdTaken: 'never',
  unsubscribedWritable: true,
  tellsFields: false,
  fieldCreation: true,
  lowerCaseTags: true,
  language: 'es',
  postIgnoresPipeline: true,
  patchNeedsPipeline: true,
  pipelineStuck: false,
  statusByPatch: 'ignored',
  closing: true,
  unknownStage: 'refuse',
  administrator: true,
  hooks: 'once',
  hookDelayMs: 0,
  hookFirst: false,
  hookTimeoutMs: 5000,
  hookRetryMs: 1000,
  echo: false,
  deletedShows: 'record',
  anyTarget: false,
});
