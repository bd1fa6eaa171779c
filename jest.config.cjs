/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Needs an emulator of AWS: npm run test:deploy.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/deploy/'],
  transform: {
    '\\.wsdl$': '<rootDir>/test/wsdl-transform.cjs',
    '\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs', ignoreDynamic: true } },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'json', 'wsdl'],
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/cdk.out', '<rootDir>/.state'],
  testTimeout: 60_000,
  // The tests wait more than they work: one for each core, also where jest would leave one idle.
  maxWorkers: 2,
};
