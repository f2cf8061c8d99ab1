/** Alerts stored and applied, beside a bare route that does one transaction of three statements, in turns. */
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
  /** Three-statement transactions in a second. */
  transactions: number;
  transactionP50: number;
  transactionP99: number;
  /** Milliseconds of processor time that the measured process spends on one, whatever else this machine does. */
  transactionCpu: number;
  /** Alerts in a second that were stored and answered while they were sent; all of them were applied in the end. */
  takenIn: number;
  /** Alerts in a second from the first one sent until the last one is applied. */
  applied: number;
  /** Of the answer that an alert gets. */
  p50: number;
  p99: number;
  /** From the last answer on. */
  secondsToEmpty: number;
  /** As `transactionCpu`, of an alert. */
  cpu: number;
}

const toRequests = (path: string, bodies: readonly string[]): Load['requests'] =>
  bodies.map((body) => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  }));

/** Each part of `alerts` is one round; the first one only warms. */
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
