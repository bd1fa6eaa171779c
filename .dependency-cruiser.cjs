/**
 * Arrows go down only: functions, bin → use cases → rules; adapters implement ports, and few know them. Types count as
 * imports. What is for development only is imported by nothing that ships.
 */
const ADAPTERS = '^lib/(giav|clientify|state|queue)/';
const ROOMS = '^lib/(run|record|way-back|dry-run|sync-one)/';

module.exports = {
  forbidden: [
    {
      name: 'sync-is-pure',
      comment: 'Rules know no clock, no wire and no port.',
      severity: 'error',
      from: { path: '^lib/sync/' },
      to: {
        path: '^(lib/(?!sync/|config/(schema|[a-z-]+-settings))|functions|bin|local|simulators)|node_modules/(@aws-sdk|soap)',
      },
    },
    {
      name: 'use-cases-know-ports-only',
      comment:
        'A use case is given its ports, and runs on any that keep their word: in tests, in a simulation.',
      severity: 'error',
      from: { path: ROOMS },
      to: {
        path: '^(lib/(giav|clientify|state|queue|runtime|wire|admin|console|stack)/|functions|bin)|node_modules/(@aws-sdk|soap|aws-cdk-lib)',
      },
    },
    {
      name: 'ports-rest-on-the-rules',
      comment: 'A port speaks of nothing but what the rules and the settings speak of.',
      severity: 'error',
      from: { path: '^lib/ports/' },
      to: {
        path: '^(lib/(?!ports/|sync/|config/(schema|[a-z-]+-settings))|functions|bin)|node_modules/(@aws-sdk|soap)',
      },
    },
    {
      name: 'adapters-know-ports-only',
      comment: 'An adapter serves whoever asks, and knows neither a use case nor another adapter.',
      severity: 'error',
      from: { path: ADAPTERS },
      to: {
        path: '^(lib|functions|bin)/',
        pathNot: '^lib/($1|ports|sync|wire)/|^lib/config/(schema|[a-z-]+-settings)',
      },
    },
    {
      name: 'few-know-adapters',
      comment:
        'runtime/ connects the functions and admin/ the commands; what they connect knows ports.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/(giav|clientify|state|queue|runtime|admin)/' },
      to: { path: ADAPTERS },
    },
    {
      name: 'production-knows-no-local-cloud',
      severity: 'error',
      from: { path: '^(lib|functions)' },
      to: { path: '^(local|simulators|simulation|bench|test)' },
    },
    {
      name: 'simulators-share-nothing',
      severity: 'error',
      from: { path: '^simulators' },
      to: { path: '^(lib|functions|local|simulation)' },
    },
    {
      name: 'no-circular',
      comment: 'Types included: two files that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
};
