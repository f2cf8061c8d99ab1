/** Reports what happens at the endpoints of sign-in to the portal, which writes it into the security log. */
import type { GenericEndpointContext } from 'better-auth';
import type { Logger } from 'pino';
import { addressHeader } from '#server/features/identity/better-auth/auth-request.ts';
import { currentTransaction } from '#server/platform/database/current-transaction.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';

export interface SecurityEvent {
  userId: number;
  kind: SecurityEventKind;
  detail: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  at: Date;
}

/**
 * Inside a transaction what happened and its line in the log are one: this rejects when the line cannot be written.
 * Outside it never rejects, for nobody is kept out because the log cannot be written; the failure is logged.
 */
export type SecurityLogger = (
  context: Pick<GenericEndpointContext, 'headers'>,
  what: { userId: string; kind: SecurityEventKind; detail?: string },
) => Promise<void>;

export function securityLog(
  tell: ((incident: SecurityEvent) => Promise<void>) | undefined,
  log: Logger,
): SecurityLogger {
  return async ({ headers }, { userId, kind, detail }) => {
    const incident = {
      userId: Number(userId),
      kind,
      detail: detail ?? null,
      ipAddress: headers?.get(addressHeader) || null,
      userAgent: headers?.get('user-agent') || null,
      at: new Date(),
    };
    try {
      await tell?.(incident);
    } catch (error) {
      if (currentTransaction()) throw error;
      log.error({ err: error, kind }, 'the security log could not be written');
    }
  };
}
