/**
 * Benchmarks alert intake. The baseline is a bare route that runs one transaction of three statements. It is measured
 * before each burst of alerts.
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
  /** Number of three-statement transactions that the baseline runs per second. */
  transactions: number;
  transactionP50: number;
  transactionP99: number;
  /**
   * Milliseconds of CPU time that the measured process uses per transaction. Unlike throughput, this doesn't depend on
   * other load on the machine.
   */
  transactionCpu: number;
  /**
   * Number of alerts that the portal stores and acknowledges per second during the burst. It applies all of them, but
   * possibly later.
   */
  takenIn: number;
  /**
   * Number of alerts applied per second, averaged over the time from the first request until the last alert is applied.
   */
  applied: number;
  /** Response times for alerts, in milliseconds. */
  p50: number;
  p99: number;
  /** Seconds between the last response and the moment when every alert has been applied. */
  secondsToEmpty: number;
  /** Milliseconds of CPU time per alert, measured like `transactionCpu`. */
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
 * Runs one round for each element of `parts` and returns the results. The first round is a warm-up, so its result is
 * left out. Throws if the number of alerts that were applied differs from the number that were acknowledged.
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
