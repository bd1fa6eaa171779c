import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const IN_A_TIME =
  ':matches(BinaryExpression, LogicalExpression, CallExpression, AssignmentPattern, Property[key.name=/(Ms|Seconds|Minutes)$/], VariableDeclarator)';
const TIMED =
  'VariableDeclarator[id.name=/(_MS|_SECONDS|_MINUTES|_DAYS|_SHARE|ATTEMPTS|_TRIES|^TRIES)$/]';
/** Times have one home, where a test sees that they fit into each other: lib/sync/budget.ts. */
const STRAY_TIMES = [
  {
    // 1024 is for sizes, texts and counts have names of their own.
    selector: `${IN_A_TIME} > Literal[value>=1000][value!=1024]:not([raw=/^0x/]):not(VariableDeclarator:not([id.name=/_(MS|SECONDS)$/]) > Literal)`,
    message: 'A time? Its units (SECOND_MS …), or the time itself, are in lib/sync/budget.ts.',
  },
  {
    selector: `${TIMED} > Literal`,
    message: 'Times, tries and reserves are in lib/sync/budget.ts.',
  },
  {
    selector: "CallExpression[callee.object.name='Duration'] > Literal",
    message: 'Times of the template are in lib/sync/budget.ts.',
  },
];

/** It would fit everywhere, whatever the value is. */
const NEVER = {
  selector: 'TSAsExpression > TSNeverKeyword',
  message: 'Nothing is of the type never: a guard, a schema or a generic says what it is.',
};

const PRODUCT = ['bin', 'functions', 'lib', 'local', 'simulators', 'simulation'];
/** Files that may be long. Each of the others has one purpose, which its name tells. */
const LONG = [
  // One place for all times, where each is seen beside those that it has to fit into.
  'lib/sync/budget.ts',
  // The closed list of reasons: a sentence in two languages for each.
  'lib/sync/reasons.ts',
  // All that the console says, a file for each language: they are compared line by line.
  'lib/console/texts/en.ts',
  'lib/console/texts/es.ts',
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.build', '.state', '**/*.cjs', 'eslint.config.mjs'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    // An exception that is none any more goes; that each says why, test/config/lint.test.ts looks at.
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      // Values of loosely typed wire data are printed on purpose.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: PRODUCT.map((folder) => `${folder}/**/*.{ts,tsx}`),
    ignores: LONG,
    rules: { 'max-lines': ['error', { max: 250 }] },
  },
  {
    // A function that reads better whole, such as a list of rows without branches, says so in a comment of its own.
    files: PRODUCT.map((folder) => `${folder}/**/*.{ts,tsx}`),
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-nested-ternary': 'error',
      'no-restricted-syntax': ['error', NEVER],
    },
  },
  {
    files: ['bin/cli.ts', 'bin/commands/*.ts', 'bin/command-line/*.ts'],
    ignores: ['bin/commands/terminal.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        NEVER,
        {
          selector:
            "MemberExpression[object.property.name=/^std(out|err)$/][property.name='write']",
          message: 'What others typed may order a terminal about: bin/commands/terminal.ts writes.',
        },
      ],
    },
  },
  {
    files: ['lib/**/*.{ts,tsx}', 'functions/**/*.ts'],
    ignores: ['lib/sync/budget.ts'],
    rules: { 'no-restricted-syntax': ['error', NEVER, ...STRAY_TIMES] },
  },
);
