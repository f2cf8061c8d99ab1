/** Reports events at the authentication endpoints to the portal, which records them in the security log. */
import type { GenericEndpointContext } from 'better-auth';
import type { Logger } from 'pino';
import { addressHeader } from '#server/features/identity/better-auth/auth-request.ts';
import { currentTransaction } from '#server/platform/database/current-transaction.ts';
import type { ReportedEvent } from './record-security-event.ts';

export type SecurityEvent = ReportedEvent & { detail: string | null };

/**
 * Reports an event. Inside a transaction, rejects if the event can't be recorded, so that the change is rolled back
 * too. Outside a transaction, only logs such a failure, so that it can't lock customers out.
 */
export type SecurityLogger = (
  context: Pick<GenericEndpointContext, 'headers'>,
  what: { userId: string; detail?: string } & Pick<ReportedEvent, 'kind' | 'isKnownBrowser'>,
) => Promise<void>;

export function securityLog(
  tell: ((event: SecurityEvent) => Promise<void>) | undefined,
  log: Logger,
): SecurityLogger {
  return async ({ headers }, { userId, detail = null, ...what }) => {
    const event = {
      ...what,
      userId: Number(userId),
      detail,
      ipAddress: headers?.get(addressHeader) || null,
      userAgent: headers?.get('user-agent') || null,
      at: new Date(),
    };
    try {
      await tell?.(event);
    } catch (error) {
      if (currentTransaction()) throw error;
      log.error({ err: error, kind: what.kind }, 'the security log could not be written');
    }
  };
}
