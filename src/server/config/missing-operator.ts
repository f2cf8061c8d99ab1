/**
 * Warns if production has no operator name or address. The portal starts without them, but many countries require both
 * on legal pages.
 */
import type { Logger } from 'pino';
import type { Config } from './config.ts';

export function warnOfMissingOperator(
  { production, operator }: Pick<Config, 'production' | 'operator'>,
  log: Pick<Logger, 'warn'>,
): void {
  const missing = [
    operator.name === null ? 'OPERATOR_NAME' : null,
    operator.address === null ? 'OPERATOR_ADDRESS' : null,
  ].filter((name) => name !== null);
  if (production && missing.length > 0)
    log.warn(
      { missing },
      'the legal pages and e-mails do not name the operator of this portal: set the missing settings',
    );
}
