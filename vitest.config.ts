/**
 * Defines the test projects: rules (pure functions), api (real HTTP and database), pages (React, queried by role) and
 * long (slow tests).
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { CountsReporter } from './scripts/test/vitest-counts.ts';

const guarded = 'tests/support/guarded.ts';

export default defineConfig({
  test: {
    // The test launcher reads the counts that this reporter writes.
    reporters: process.env.TEST_COUNTS_FILE ? ['default', new CountsReporter()] : ['default'],
    // Several workers are used, because API tests spend about a third of their time waiting for the database and for
    // responses.
    maxWorkers: 3,
    // Files share a worker's modules, so each worker loads the server only once. Therefore each file must undo its
    // changes to the process.
    isolate: false,
    // A larger young generation: with the default, a tenth of the API tests' time is garbage collection.
    execArgv: ['--max-semi-space-size=64'],
    // The timeouts are only meant to catch tests that hang. They are long, because tests run slowly on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          environment: 'node',
          include: ['tests/rules/**/*.test.ts'],
          setupFiles: [guarded],
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          environment: 'node',
          include: ['tests/api/**/*.test.ts'],
          setupFiles: [guarded],
          globalSetup: ['tests/support/database/database-server.ts', 'tests/support/portal/built-client.ts'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'pages',
          environment: 'jsdom',
          include: ['tests/pages/**/*.test.{ts,tsx}'],
          setupFiles: [guarded, 'tests/support/browser-like.ts', 'tests/pages/support/around-each-test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          environment: 'node',
          include: ['tests/long/**/*.test.ts'],
          setupFiles: [guarded],
          globalSetup: ['tests/support/database/database-server.ts', 'tests/support/portal/built-client.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
