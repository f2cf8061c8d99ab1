/** The overview of administration. It holds figures only, nothing about a person, so every role may read it. */
import { z } from 'zod';
import { viewProcedure } from '#server/features/administration/procedures.router.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { Overview, OverviewFile } from '#shared/administration/overview.ts';
import { overviewCsv, overviewFileName } from './overview-csv.ts';
import { readOverview } from './read-overview.ts';

export const overviewRouter = router({
  read: viewProcedure.output(Overview).query(({ ctx }) => readOverview(ctx.deps)),

  /** One figure as a table, for a spreadsheet. */
  file: viewProcedure
    .input(z.object({ file: OverviewFile }))
    .output(z.object({ name: z.string(), csv: z.string() }))
    .query(async ({ ctx, input }) => ({
      name: overviewFileName(input.file, ctx.deps.now()),
      csv: overviewCsv(await readOverview(ctx.deps), input.file),
    })),
});
