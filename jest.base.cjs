/** What every way of running tests shares. */
const compiled = (parser, transform) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', ...parser }, transform },
    module: { type: 'commonjs', ignoreDynamic: true },
  },
];

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/harness/followed-contexts.cjs'],
  transform: {
    '\\.(wsdl|css)$': '<rootDir>/test/wsdl-transform.cjs',
    '\\.ts$': compiled(),
    // The pages of the console, as tsconfig.json says.
    '\\.tsx$': compiled(
      { tsx: true },
      { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
    ),
  },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'cjs', 'json', 'wsdl', 'css'],
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/cdk.out', '<rootDir>/.state'],
};
