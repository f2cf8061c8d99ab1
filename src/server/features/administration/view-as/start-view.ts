/** Starts a view of a customer's pages. The customer's security log says so. */
import type { BoundDeps } from '#server/deps.ts';
import type { AdministratorAtWork, Performed } from '#server/features/administration/audit/audited.ts';
import { type ViewStarted, viewMs } from '#shared/administration/view-as.ts';
import { AppError } from '#shared/errors.ts';
import { hashOfViewToken } from './view-token.ts';

export async function startView(
  inside: Pick<BoundDeps, 'accounts' | 'securityEvents' | 'viewSessions'>,
  { userId, sessionId }: Pick<AdministratorAtWork, 'userId' | 'sessionId'>,
  { customerId, token }: { customerId: number; token: string },
): Promise<Performed<ViewStarted>> {
  const customer = await inside.accounts.findById(customerId);
  if (!customer) throw new AppError('not_found', 'there is no such account');
  const at = new Date();
  const expiresAt = new Date(at.getTime() + viewMs);
  const tokenHash = hashOfViewToken(token);
  await inside.viewSessions.start({
    ...{ tokenHash, sessionId, administratorId: userId, customerId },
    ...{ at, expiresAt },
  });
  await inside.securityEvents.add({
    ...{ userId: customerId, kind: 'viewed_by_administrator' },
    ...{ ipAddress: null, userAgent: null, at },
  });
  const { id, name, email } = customer;
  return { result: { token, expiresAt, customer: { id, name, email } } };
}
