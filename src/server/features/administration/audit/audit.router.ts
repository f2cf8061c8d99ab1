/** Procedures that read the audit log. */
import { viewProcedure } from '#server/features/administration/procedures.router.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { AuditPage, AuditQuestion } from '#shared/administration/audit.ts';
import { listAuditLog } from './list-audit-log.ts';

export const auditRouter = router({
  /** Returns a page of entries, newest first. */
  list: viewProcedure
    .input(AuditQuestion)
    .output(AuditPage)
    .query(({ ctx, input }) => listAuditLog(ctx.deps, input)),
});
