/**
 * Benchmarks alert intake. The baseline, measured before each burst of alerts, is a bare route that runs one
 * transaction of three statements.
 */
import type { Sequelize } from 'sequelize';
import { createSigner } from '#twin/alerts/signer.ts';
import type { AlertFields } from './alert-lives.ts';
import { type Load, measure } from './load.ts';
import { countApplied, untilDone } from './log.ts';
import type { MeasuredProcess } from './measured-process.ts';
import type { SellerKey } from './settings.ts';

const connections = 16;

export interface IntakeRound {
  key: string;
  alerts: number;
  /** Three-statement transactions per second. */
  transactions: number;
  transactionP50: number;
  transactionP99: number;
  /**
   * CPU milliseconds the measured process spends per transaction. Unlike throughput, this doesn't depend on other load
   * on the machine.
   */
  transactionCpu: number;
  /** Alerts stored and acknowledged per second during the burst. All of them are eventually applied. */
  takenIn: number;
  /** Alerts applied per second, from the first request until the last alert is applied. */
  applied: number;
  /** Response times for alerts, in milliseconds. */
  p50: number;
  p99: number;
  /** Seconds from the last response until every alert is applied. */
  secondsToEmpty: number;
  /** CPU milliseconds per alert, measured like `transactionCpu`. */
  cpu: number;
}

const toRequests = (path: string, bodies: readonly string[]): Load['requests'] =>
  bodies.map((body) => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  }));

/**
 * Runs one round per element of `parts`. The first round is a warm-up and isn't part of the result. Throws if the
 * number of alerts applied differs from the number acknowledged.
 */
export async function measureIntake(
  db: Sequelize,
  { portal, yardsticks, cpuSeconds }: MeasuredProcess,
  seller: SellerKey,
  parts: readonly (readonly AlertFields[])[],
): Promise<IntakeRound[]> {
  const signer = createSigner(seller.privateKey);
  const rounds: IntakeRound[] = [];
  for (const part of parts) {
    const bodies = await Promise.all(part.map((fields) => signer.signBeside(fields)));
    const atFirst = await cpuSeconds();
    const bare = await measure({
      url: yardsticks,
      requests: toRequests('/', bodies),
      connections,
      until: 'sent',
    });
    const afterBare = await cpuSeconds();
    const before = await countApplied(db);
    const alerts = await measure({
      url: portal,
      requests: toRequests('/paddle/webhook', bodies),
      connections,
      until: 'sent',
    });
    const secondsToEmpty = await untilDone(db);
    const atLast = await cpuSeconds();
    const applied = (await countApplied(db)) - before;
    if (applied !== alerts.answered) {
      throw new Error(`${alerts.answered} alerts were answered, ${applied} of them were applied`);
    }
    rounds.push({
      key: `RSA-${seller.bits}`,
      alerts: alerts.answered,
      transactions: bare.perSecond,
      transactionP50: bare.p50,
      transactionP99: bare.p99,
      transactionCpu: ((afterBare - atFirst) / part.length) * 1000,
      takenIn: alerts.perSecond,
      applied: applied / (alerts.seconds + secondsToEmpty),
      p50: alerts.p50,
      p99: alerts.p99,
      secondsToEmpty,
      cpu: ((atLast - afterBare) / part.length) * 1000,
    });
  }
  return rounds.slice(1);
}
