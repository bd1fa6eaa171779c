import type { EDIT_ES } from './edit-es';

/** The same in English. */
export const EDIT_EN: typeof EDIT_ES = {
  change: 'Change the settings',
  changeMeans:
    'First the states, stages and offices that one may choose among are read from GIAV and Clientify.',
  withoutLists: 'Change them without reading the lists',
  listsRead: 'The lists were read',
  listsReadMeans: (states, stages) =>
    `${states} states of GIAV and ${stages} stages of Clientify to choose among.`,
  goOn: 'Choose the settings',
  unfit: 'What was changed here does not fit the deployed settings any more: nothing is synced.',
  unfitMeans:
    'Go back to an earlier version below (0: the deployed document alone), or have the document deployed that it was made for. Until then, this page shows the deployed document.',
  noLists:
    'The lists were not read, or more than an hour ago: type the names exactly as each system has them.',
  byWhom: (version, who) => `Version ${version}, saved by ${who}`,
  asDeployed: 'Nobody has changed anything: the document of the deployment counts.',
  fixed: 'Schedules and connections are changed in the document of the deployment.',
  history: 'History',
  version: 'Version',
  deployed: 'The document of the deployment',
  revertOf: (version) =>
    version === 0 ? 'back to the document of the deployment' : `back to version ${version}`,
  revert: 'Go back to this version',
  inForce: 'In force',
  sameStage: '(the one of the same name)',
  unknownState: 'GIAV does not have it',
  defaultType: '(default)',
  officesMean: 'None marked: all of them. With some, the others are left out.',
  officeCodes: 'Codes, separated by commas; empty: all of them',
  consentTexts: 'Texts of the consents in Clientify',
  emailText: {
    Accepted: 'E-mails: accepted',
    Denied: 'E-mails: denied',
    Pending: 'E-mails: pending',
  },
  rgpd: { signed: 'RGPD signed', unsigned: 'RGPD not signed' },
  mode: 'Mode of the way back',
  winner: 'If both sides change a field',
  supervised: 'The supervised test, before it is switched on',
  supervisedMeans:
    'Two things of a client cannot be read from GIAV: the accounting account and the print options. They are never sent, and nobody knows what GIAV does with them in a write. So the first write is watched. To switch it on, all of this must be marked:',
  steps: {
    noted:
      'I have chosen a client and noted its accounting account and its print options from GIAV’s screen.',
    edit: 'As soon as it is on I will correct its phone in Clientify, wait for a minute, and look at both again.',
    back: 'If either has changed, I will come back here and set it to dry run.',
  },
  supervisedDone: 'The supervised test was confirmed already.',
  stepsMissing:
    'The way back to GIAV is switched on with the supervised test only: mark the three points. Nothing was saved.',
  unreadable: 'What was sent cannot be read as settings. Nothing was saved.',
  look: 'See what would change',
  lookMeans: 'Nothing is saved yet: first one sees what would change, and confirms it.',
  nothing: 'Nothing has changed',
  nothingMeans: 'What was chosen is what is in force already.',
  confirm: 'What would change',
  setting: 'Setting',
  from: 'Now',
  to: 'Then',
  about: 'What it is about',
  touches: {
    clients: 'clients',
    expedientes: 'expedientes',
    both: 'clients and expedientes',
    edits: 'what is edited in Clientify from now on',
  },
  noStage: (count) => `${count} without a stage so far`,
  noValue: '(none)',
  fullRun: 'The next run reads everything again.',
  noWrite: 'Saving writes no record; it counts from the next edit on.',
  save: 'Save the settings',
  saveMeans: 'The functions use them within a minute. The version of now stays in the history.',
  back: 'Back to the settings',
};
