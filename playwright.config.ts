/** Runs the key user journeys in a real browser. */
import { defineConfig } from '@playwright/test';

const executablePath = process.env.CHROMIUM;
const browserEnvironment: Record<string, string> = JSON.parse(process.env.CHROMIUM_ENVIRONMENT ?? '{}');
const environment = Object.fromEntries(
  Object.entries({ ...process.env, ...browserEnvironment }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  ),
);

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  // Each worker has a separate shop. All journeys in a file use the same one.
  workers: 2,
  retries: 0,
  // This timeout is only meant to catch tests that hang. It is long because tests run slowly on a busy machine.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      env: environment,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
        '--disable-gpu',
      ],
    },
  },
  projects: [
    {
      name: 'journeys',
      testIgnore: '**/screens.test.ts',
      use: { trace: { mode: 'retain-on-failure', screenshots: false } },
    },
    // No traces here. These tests are many and short: recording a trace would take longer than the test, and the
    // screenshot is just as informative.
    { name: 'screens', testMatch: '**/screens.test.ts', fullyParallel: true },
  ],
});
