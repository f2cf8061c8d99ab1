/** Finds the view that a request belongs to. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Deps } from '#server/deps.ts';
import { acts } from '#shared/administration/acts.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';
import { viewHeader } from '#shared/administration/view-as.ts';
import { hashOfViewToken } from './view-token.ts';
import { viewableProcedures } from './viewable-procedures.ts';

interface SignedInAdministrator {
  account: { id: number; administratorRole: AdministratorRole | null } | null;
  session: { id: number; hasSecondFactor: boolean } | null;
}

/** The session in which requests of a view are answered. It has no rights and no recent re-authentication. */
const sessionOfView = {
  id: 0,
  reauthenticatedAt: null,
  hasSecondFactor: false,
  restart: () => Promise.reject(new Error('a view starts no session')),
  visitProvider: () => Promise.reject(new Error('a view visits no provider')),
};

/**
 * Returns the view of a request; null if the request names none. Returns `over` if the view isn't valid, or no longer:
 * after 15 minutes, without the session that started it, without the role or two-step verification, after the customer
 * signed out everywhere, and if the customer has become an administrator. Such a request must not be answered for the
 * administrator instead.
 */
export async function viewingOf(
  deps: Pick<Deps, 'accounts' | 'viewSessions'>,
  headers: IncomingHttpHeaders,
  signedIn: SignedInAdministrator | null,
) {
  const token = headers[viewHeader];
  if (token === undefined) return null;
  const { account, session } = signedIn ?? { account: null, session: null };
  if (typeof token !== 'string' || !account || !session) return 'over';
  const view = await deps.viewSessions.find(hashOfViewToken(token), new Date());
  if (view?.sessionId !== session.id || view.administratorId !== account.id) return 'over';
  if (!includesRole(account.administratorRole, acts['customer.viewAs'].role) || !session.hasSecondFactor)
    return 'over';
  const customer = await deps.accounts.findById(view.customerId);
  if (!customer || customer.administratorRole !== null) return 'over';
  return {
    account: customer,
    session: sessionOfView,
    allows: (path: string) => viewableProcedures.has(path),
    shown: (path: string, answer: unknown) => viewableProcedures.get(path)?.(answer),
  };
}
