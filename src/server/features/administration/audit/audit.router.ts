/** Procedures that read the audit log. */
import { viewProcedure } from '#server/features/administration/procedures.router.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { AuditFilter, AuditPage, auditEntriesPerPage } from '#shared/administration/audit.ts';

function positionOf(cursor: string | undefined): { at: Date; id: number } | undefined {
  if (cursor === undefined) return undefined;
  const [at, id] = cursor.split('-').map(Number);
  return { at: new Date(at ?? 0), id: id ?? 0 };
}

export const auditRouter = router({
  /** Returns a page of entries, newest first. */
  list: viewProcedure
    .input(AuditFilter)
    .output(AuditPage)
    .query(async ({ ctx, input: { after, ...filter } }) => {
      const entries = await ctx.deps.auditLog.list({
        ...filter,
        before: positionOf(after),
        limit: auditEntriesPerPage + 1,
      });
      const shown = entries.slice(0, auditEntriesPerPage);
      const last = entries.length > auditEntriesPerPage ? shown.at(-1) : undefined;
      return { entries: shown, older: last ? `${last.at.getTime()}-${last.id}` : null };
    }),
});
