/** Imports point inwards: functions → use-cases → sync. What is for development only is imported by nothing that ships. */
module.exports = {
  forbidden: [
    {
      name: 'sync-is-pure',
      severity: 'error',
      from: { path: '^lib/sync' },
      to: {
        path: '^(lib/(?!sync|config/schema)|functions|local|simulators|node_modules/(@aws-sdk|soap))',
      },
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
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^lib/giav' },
      to: { path: '^lib/(clientify|state|queue)' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
};
