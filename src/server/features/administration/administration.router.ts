/** Combines the procedures of administration. */
import { router } from '#server/platform/trpc/procedures.ts';
import { administratorsRouter } from './administrators/administrators.router.ts';
import { auditRouter } from './audit/audit.router.ts';

export const administrationRouter = router({
  administrators: administratorsRouter,
  audit: auditRouter,
});
