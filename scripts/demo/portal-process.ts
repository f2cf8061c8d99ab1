/** Runs the portal itself, as a program of its own, with settings for the demo. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HeldPort } from '#scripts/system/ports.ts';
import { startSupervised } from '#scripts/system/supervised.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = 60_000;

export interface PortalOptions {
  /** Handed over to the process; whoever took them gives them back. */
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
  /** Gets the portal's log. Left out: it is shown here. */
  logFile?: string;
  runs: PortalProgram;
}

/**
 * `built`: as in production, after `scripts/build/server.ts`. `reloading`: reload on change, the server by tsx and the
 * pages by Vite.
 */
export type PortalProgram = 'built' | 'sources' | 'reloading';

export interface PortalProcess {
  url: string;
  metricsUrl: string;
  /** Settles when the portal has ended by itself or was stopped. */
  ended: Promise<number>;
  stop: () => Promise<void>;
}

/** Every setting the portal needs (docs/contract.md, "Settings"); the developer's own for colours and logs stay. */
export function portalEnvironment(options: PortalOptions): Record<string, string> {
  const { paddle } = options;
  return {
    NODE_ENV: 'development',
    APP_URL: `http://localhost:${options.port.port}`,
    PORT: String(options.port.port),
    // The demo has well-known doors: it is for this machine only.
    BIND_ADDRESS: '127.0.0.1',
    APP_KEY: options.appKey,
    PRIVATE_KEY: options.privateKey,
    DATABASE_URL: options.databaseUrl,
    PADDLE_VENDOR_ID: String(paddle.vendorId),
    PADDLE_VENDOR_AUTH_CODE: paddle.vendorAuthCode,
    PADDLE_PUBLIC_KEY: paddle.publicKey,
    PADDLE_VENDORS_URL: paddle.vendorsUrl,
    PADDLE_CHECKOUT_URL: paddle.checkoutUrl,
    CLOCK_URL: paddle.clockUrl,
    MAIL_HOST: '127.0.0.1',
    MAIL_PORT: String(options.smtpPort),
    MAIL_ENCRYPTION: 'none',
    MAIL_FROM_ADDRESS: 'portal@example.org',
    MAIL_FROM_NAME: 'Customer portal',
    SUPPORT_EMAIL: 'support@example.org',
    MONICA_BILLING_URL: 'https://app.monicahq.com/settings/subscriptions',
    OFFICELIFE_BILLING_URL: 'https://app.officelife.io/account/billing',
    METRICS_PORT: String(options.metricsPort.port),
    DRAIN_SECONDS: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...(options.runs === 'reloading' ? { DEV_CLIENT: 'true' } : {}),
  };
}

const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'FORCE_COLOR', 'NO_COLOR', 'NODE_OPTIONS'];

/** Nothing of the developer's own settings slips into the demo, such as the real Paddle's. */
function environmentFor(options: PortalOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => inherited.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...portalEnvironment(options),
    // In the order in which they are handed over.
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
/** What the server is made of. The pages are Vite's. */
const watched = ['src/server', 'src/shared', 'db'].map((folder) => join(project, folder)).join(delimiter);
const commands: Record<PortalProgram, readonly string[]> = {
  built: ['--enable-source-maps', join(project, 'dist/server/main.js')],
  sources: ['--import', 'tsx', entry],
  reloading: [join(project, 'scripts/system/reload.mjs'), '2', watched, '--import', 'tsx', entry],
};

/** Starts the portal and waits until it is ready. Throws with the end of its log when it ends instead. */
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
  throw new Error(`The portal did not become ready:\n${said}`);
}
