/** Three kinds of tests: rules (pure), api (real HTTP, real database), pages (React by role); and the long ones. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { CountsReporter } from './scripts/test/vitest-counts.ts';

const guarded = 'tests/support/guarded.ts';

export default defineConfig({
  test: {
    // The launcher wants to know what was counted.
    reporters: process.env.TEST_COUNTS_FILE ? ['default', new CountsReporter()] : ['default'],
    // Tests of the API wait for the database and for each other's answers about a third of the time.
    maxWorkers: 3,
    // A worker loads the server once, not again for each of its files. What a file changes in the process it puts back.
    isolate: false,
    // Against hanging only: a busy machine takes its time.
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
          setupFiles: [guarded, 'tests/support/browser-like.ts'],
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
