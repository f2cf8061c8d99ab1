/** Combines the procedures of administration. */
import { router } from '#server/platform/trpc/procedures.ts';
import { accountsRouter } from './accounts/accounts.router.ts';
import { administratorsRouter } from './administrators/administrators.router.ts';
import { auditRouter } from './audit/audit.router.ts';
import { customersRouter } from './customers/customers.router.ts';
import { overviewRouter } from './figures/overview.router.ts';
import { inboxRouter } from './inbox/inbox.router.ts';
import { instancesRouter } from './instances/instances.router.ts';
import { licencesRouter } from './licences/licences.router.ts';
import { mailsRouter } from './mails/mails.router.ts';
import { notesRouter } from './notes/notes.router.ts';
import { plansRouter } from './plans/plans.router.ts';
import { receiptsRouter } from './receipts/receipts.router.ts';
import { settlingRouter } from './settling/settling.router.ts';
import { signInRouter } from './sign-in/sign-in.router.ts';
import { subscriptionsRouter } from './subscriptions/subscriptions.router.ts';
import { viewAsRouter } from './view-as/view-as.router.ts';

export const administrationRouter = router({
  accounts: accountsRouter,
  administrators: administratorsRouter,
  audit: auditRouter,
  customers: customersRouter,
  inbox: inboxRouter,
  instances: instancesRouter,
  licences: licencesRouter,
  mails: mailsRouter,
  notes: notesRouter,
  overview: overviewRouter,
  plans: plansRouter,
  receipts: receiptsRouter,
  settling: settlingRouter,
  signIn: signInRouter,
  subscriptions: subscriptionsRouter,
  viewAs: viewAsRouter,
});
