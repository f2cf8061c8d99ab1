/** What the use-cases of administration need of a procedure that was built on `administrationProcedure`. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { done } from '#server/platform/trpc/done.ts';
import type { ActOnCustomer } from '#shared/administration/acts.ts';
import type { AuditSubject } from './audit-log.repository.ts';
import type { AdministratorAtWork, AskedAct, Performed } from './audited.ts';

export interface ActContext {
  deps: Deps;
  administrator: AdministratorAtWork;
  actOnCustomer: (
    asked: ActOnCustomer,
    work: (inside: BoundDeps) => Promise<Performed<unknown>>,
    thing?: AuditSubject,
  ) => Promise<typeof done>;
  actByCall: <T>(given: Omit<AskedAct, 'act'>, work: () => Promise<Performed<T>>) => Promise<T>;
}
