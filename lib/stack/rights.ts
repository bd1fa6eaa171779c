import type { FUNCTION_SECONDS } from '../sync/budget';

/** Queues of the stack that functions and commands call. */
export type QueueName = 'runs' | 'work' | 'changes' | 'reconcile' | 'deadLetter' | 'runsDeadLetter';
/** What is called: the table, the bus, the parameter of the settings, the stack itself, the topic of the letter, the people of the console, a queue, a secret. */
export type Called =
  | 'table'
  | 'bus'
  | 'settings'
  | 'stack'
  | 'letter'
  | 'people'
  | QueueName
  | `secret ${'giav' | 'clientify' | 'webhook' | 'documento'}`;
/** Actions of IAM, by what they are done with. */
export type Rights = Readonly<Partial<Record<Called, readonly string[]>>>;

const SEND = ['sqs:SendMessage'];
const COUNT = ['sqs:GetQueueAttributes'];
const POSTPONE = ['sqs:ChangeMessageVisibility'];
const TAKE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage'];
const SECRET = ['secretsmanager:GetSecretValue'];
const SETTINGS = ['ssm:GetParameter'];
const ANNOUNCE = ['events:PutEvents'];

const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:Query'];
const WRITE_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
const READ_MANY = ['dynamodb:BatchGetItem'];
const SCAN = 'dynamodb:Scan';
const WRITE_MANY = ['dynamodb:BatchWriteItem'];

/**
 * What each function calls, and so what it is granted: no more, no less. A test records the calls that the functions make
 * and compares (test/stack/rights); docs/rights.md is made of it. Those of the console hang on the keys of items: they are in
 * console.ts, with a test of their own.
 */
export const RIGHTS: Readonly<Record<Exclude<keyof typeof FUNCTION_SECONDS, 'console'>, Rights>> = {
  'page-fetcher': {
    // Whoever asks to forget a person wants all of them found.
    table: [...READ_ITEMS, ...READ_MANY, ...WRITE_ITEMS, ...WRITE_MANY, SCAN],
    runs: SEND,
    work: [...SEND, ...COUNT],
    // What somebody at the console asks for: hints, and records that are re-driven with their dead letters.
    changes: SEND,
    deadLetter: [...SEND, ...COUNT, ...TAKE, ...POSTPONE],
    bus: ANNOUNCE,
    settings: SETTINGS,
    'secret giav': SECRET,
    'secret clientify': SECRET,
    // A record that somebody wants synced at once may have to be created.
    'secret documento': SECRET,
    // Who asks for the webhook's slots gets them taken with it; only where Clientify is listened to.
    'secret webhook': SECRET,
  },
  'record-worker': {
    table: [...READ_ITEMS, ...WRITE_ITEMS, ...WRITE_MANY],
    runs: SEND,
    work: POSTPONE,
    changes: SEND,
    deadLetter: SEND,
    bus: ANNOUNCE,
    settings: SETTINGS,
    'secret clientify': SECRET,
    'secret documento': SECRET,
  },
  'write-back': {
    table: [...READ_ITEMS, ...WRITE_ITEMS, ...WRITE_MANY],
    runs: SEND,
    // A record that moved while it was written is looked at once more.
    changes: [...SEND, ...POSTPONE],
    deadLetter: SEND,
    bus: ANNOUNCE,
    settings: SETTINGS,
    'secret giav': SECRET,
    'secret clientify': SECRET,
    'secret documento': SECRET,
  },
  reconcile: {
    table: [...READ_ITEMS, ...READ_MANY, ...WRITE_ITEMS],
    changes: SEND,
    settings: SETTINGS,
    'secret clientify': SECRET,
  },
  webhook: {
    changes: SEND,
    'secret webhook': SECRET,
  },
  letter: {
    table: [...READ_ITEMS, ...READ_MANY, 'dynamodb:UpdateItem'],
    letter: ['sns:Publish'],
  },
};

/** What Lambda calls in the name of a function that a queue drives (AWS: Configuring a queue to trigger a function). */
export const DRIVEN = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', ...COUNT];
/** What EventBridge calls, Scheduler's and its rules'. */
export const DELIVERY = SEND;
/** What EventBridge Scheduler calls where it starts a function. */
export const CALL = ['lambda:InvokeFunction'];

/** What the command line calls on a deployment (`--stack`): the policy of whoever uses it (docs/rights.md). */
export const OPERATOR: Rights = {
  stack: ['cloudformation:DescribeStacks'],
  table: [...READ_ITEMS, ...READ_MANY, ...WRITE_ITEMS, SCAN],
  runs: [...SEND, ...COUNT],
  work: COUNT,
  changes: [...SEND, ...COUNT],
  reconcile: [...SEND, ...COUNT],
  deadLetter: [...COUNT, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', ...POSTPONE],
  runsDeadLetter: COUNT,
  settings: SETTINGS,
  'secret giav': SECRET,
  'secret clientify': SECRET,
  'secret webhook': SECRET,
  // Whoever invites to the console, and takes out of it.
  people: [
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminDeleteUser',
    'cognito-idp:AdminUserGlobalSignOut',
    'cognito-idp:AdminAddUserToGroup',
    'cognito-idp:AdminRemoveUserFromGroup',
    'cognito-idp:ListUsers',
    'cognito-idp:ListUsersInGroup',
  ],
};
