/** Combines the procedures of administration. */
import { router } from '#server/platform/trpc/procedures.ts';
import { administratorsRouter } from './administrators/administrators.router.ts';
import { auditRouter } from './audit/audit.router.ts';
import { customersRouter } from './customers/customers.router.ts';
import { notesRouter } from './notes/notes.router.ts';
import { signInRouter } from './sign-in/sign-in.router.ts';
import { viewAsRouter } from './view-as/view-as.router.ts';

export const administrationRouter = router({
  administrators: administratorsRouter,
  audit: auditRouter,
  customers: customersRouter,
  notes: notesRouter,
  signIn: signInRouter,
  viewAs: viewAsRouter,
});
