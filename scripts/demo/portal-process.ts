/** Runs the portal as a separate process with the demo's settings. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HeldPort } from '#scripts/system/ports.ts';
import { startSupervised } from '#scripts/system/supervised.ts';
import { dayOf } from '#shared/dates.ts';
import { minuteMs } from '#shared/durations.ts';
import { portalSettingsFor } from '#twin/portal-settings.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = minuteMs;

export interface PortalOptions {
  /** The reserved port. The portal's process takes it over, but the caller must still release it here. */
  port: HeldPort;
  metricsPort: HeldPort;
  databaseUrl: string;
  smtpPort: number;
  appKey: string;
  privateKey: string;
  paddle: {
    vendorId: number;
    vendorAuthCode: string;
    publicKey: string;
    vendorsUrl: string;
    checkoutUrl: string;
    clockUrl: string;
  };
  /** File to which the portal's log is written. By default, the log goes to this process's output. */
  logFile?: string;
  runs: PortalProgram;
}

/**
 * How to run the portal. `built` runs what `scripts/build/server.ts` has built, as in production. `sources` runs the
 * sources with tsx. `reloading` also reacts to changes: the server is restarted, and Vite updates the pages.
 */
export type PortalProgram = 'built' | 'sources' | 'reloading';

export interface PortalProcess {
  url: string;
  metricsUrl: string;
  /**
   * Resolves with the exit status once the portal has ended, whether it ended on its own or was stopped with `stop`.
   */
  ended: Promise<number>;
  stop: () => Promise<void>;
}

/**
 * Returns every setting that the portal needs (docs/contract.md, "Settings"). If the developer has set LOG_LEVEL, that
 * value is used.
 */
export function portalEnvironment(options: PortalOptions): Record<string, string> {
  const { paddle } = options;
  return {
    NODE_ENV: 'development',
    APP_URL: `http://localhost:${options.port.port}`,
    PORT: String(options.port.port),
    // Loopback only, because other machines must not be able to reach the demo.
    BIND_ADDRESS: '127.0.0.1',
    APP_KEY: options.appKey,
    PRIVATE_KEY: options.privateKey,
    DATABASE_URL: options.databaseUrl,
    ...portalSettingsFor(paddle, { id: paddle.vendorId, authCode: paddle.vendorAuthCode }),
    CLOCK_URL: paddle.clockUrl,
    MAIL_HOST: '127.0.0.1',
    MAIL_PORT: String(options.smtpPort),
    MAIL_ENCRYPTION: 'none',
    MAIL_FROM_ADDRESS: 'portal@example.org',
    SUPPORT_EMAIL: 'support@example.org',
    BRAND_NAME: 'Example licences',
    BRAND_DIR: join(project, 'scripts/demo/brand'),
    OPERATOR_NAME: 'Example Software Ltd',
    OPERATOR_ADDRESS: '1 Example Street\nLondon',
    MONICA_BILLING_URL: 'https://app.monicahq.com/settings/subscriptions',
    OFFICELIFE_BILLING_URL: 'https://app.officelife.io/account/billing',
    // Made up, so that revenue is also shown in one currency.
    EXCHANGE_RATES: `USD ${dayOf(new Date()).slice(0, 8)}01 ${rates}`,
    METRICS_PORT: String(options.metricsPort.port),
    DRAIN_SECONDS: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...(options.runs === 'reloading' ? { DEV_CLIENT: 'true' } : {}),
  };
}

const rates = 'EUR=1.08 GBP=1.27 CAD=0.73 CHF=1.13 JPY=0.0067 BRL=0.18 PLN=0.25 SEK=0.095 INR=0.012 AUD=0.66';

const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'FORCE_COLOR', 'NO_COLOR', 'NODE_OPTIONS'];

/**
 * Returns the environment of the portal's process. Leaves out the developer's own settings, for example those of the
 * real Paddle.
 */
function environmentFor(options: PortalOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => inherited.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...portalEnvironment(options),
    // Numbers of the file descriptors. They follow the order in which the ports are passed to `startSupervised`.
    PORT: 'fd:3',
    METRICS_PORT: 'fd:4',
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

const entry = join(project, 'src/server/main.ts');
/** Folders with the server's sources. Changes to the pages are watched by Vite. */
const watched = ['src/server', 'src/shared', 'db'].map((folder) => join(project, folder)).join(delimiter);
const commands: Record<PortalProgram, readonly string[]> = {
  built: ['--enable-source-maps', join(project, 'dist/server/main.js')],
  sources: ['--import', 'tsx', entry],
  reloading: [join(project, 'scripts/system/reload.mjs'), '2', watched, '--import', 'tsx', entry],
};

/**
 * Starts the portal and waits until it is ready. Throws an error with the end of the portal's log if the portal exits,
 * or if it isn't ready within 60 seconds.
 */
export async function startPortalProcess(options: PortalOptions): Promise<PortalProcess> {
  const output = options.logFile === undefined ? 'inherit' : openSync(options.logFile, 'w', 0o600);
  const portal = startSupervised(process.execPath, commands[options.runs], {
    environment: environmentFor(options),
    cwd: project,
    output,
    hands: [options.port, options.metricsPort],
  });
  if (output !== 'inherit') closeSync(output);
  let status: number | null = null;
  portal.ended.then(
    (ended) => {
      status = ended;
    },
    () => {
      status = 1;
    },
  );
  const deadline = Date.now() + patienceMs;
  while (status === null && Date.now() < deadline) {
    if (await isReady(options.port.port)) {
      const metricsUrl = `http://127.0.0.1:${options.metricsPort.port}/metrics`;
      return {
        url: `http://localhost:${options.port.port}`,
        metricsUrl,
        ended: portal.ended,
        stop: portal.stop,
      };
    }
    await wait(50);
  }
  await portal.stop();
  const said =
    options.logFile === undefined
      ? 'see its output above'
      : readFileSync(options.logFile, 'utf8').slice(-3_000);
  throw new Error(`The portal did not start:\n${said}`);
}
