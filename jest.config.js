/**
 * The tests run as compiled by tsc (dist/test), not through a transformer: worker threads and child
 * processes then load the very files that a user runs, and a type error fails the test command.
 */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  testTimeout: 30_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/dist/test/support/ClosingLineReporter.js'],
};
