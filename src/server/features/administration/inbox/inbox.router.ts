/** Procedures of the inbox. Payloads are read without personal data, except by the act that unfolds one. */
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import {
  EventChoice,
  EventDetails,
  EventPage,
  EventQuestion,
  FlagPage,
  FlagQuestion,
  InboxSummary,
  maxReplayed,
  Replayable,
  ReplayableQuestion,
  ReplayChoice,
  ReplayResult,
  UnfoldChoice,
  UnfoldedPayload,
} from '#shared/administration/inbox/inbox.ts';
import { maxCounted } from '#shared/administration/overview.ts';
import { findEvent, unfoldEvent } from './find-event.ts';
import { listEvents } from './list-events.ts';
import { listFlags } from './list-flags.ts';
import { readSummary } from './read-summary.ts';
import { replayEvents, streamOfOne } from './replay-events.ts';

export const inboxRouter = router({
  /** Says whether everything is in order. */
  summary: viewProcedure.output(InboxSummary).query(({ ctx }) => readSummary(ctx.deps)),

  /** Returns a page of events, newest first, without their payloads. */
  list: viewProcedure
    .input(EventQuestion)
    .output(EventPage)
    .query(({ ctx, input }) => listEvents(ctx.deps, input)),

  /** Returns one event, without personal data. */
  find: viewProcedure
    .use(limited('histories'))
    .input(EventChoice)
    .output(EventDetails)
    .query(({ ctx, input }) => findEvent(ctx.deps, input.id)),

  /** Returns a page of the open flags of all customers, newest first. */
  flags: viewProcedure
    .input(FlagQuestion)
    .output(FlagPage)
    .query(({ ctx, input }) => listFlags(ctx.deps, input)),

  /** Returns the failed events of a kind, the oldest first: those that can be replayed at once. */
  replayable: viewProcedure
    .input(ReplayableQuestion)
    .output(Replayable)
    .query(async ({ ctx: { deps }, input: { type } }) => ({
      ids: await deps.listedEvents.listFailed(type, maxReplayed),
      total: await deps.listedEvents.countFailed(type, maxCounted),
    })),

  /** Applies events again. Those that are applied already are left as they are. */
  replay: administrationProcedure('inbox.replay')
    .input(ReplayChoice)
    .output(ReplayResult)
    .mutation(async ({ ctx, input: { ids, reason } }) => {
      const stream = await streamOfOne(ctx.deps, ids);
      const [first] = ids;
      const subject =
        ids.length === 1 && first !== undefined
          ? ({ kind: 'event', id: first, userId: null, stream } as const)
          : ({ kind: 'list', id: 'inbox', userId: null } as const);
      return ctx.actByCall({ subject, reason }, () => replayEvents(ctx.deps, ids));
    }),

  /** Returns the whole payload of an event. */
  unfold: administrationProcedure('inbox.unfoldPayload')
    .input(UnfoldChoice)
    .output(UnfoldedPayload)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      const subject = {
        ...({ kind: 'event', id, userId: null } as const),
        stream: await streamOfOne(ctx.deps, [id]),
      };
      return ctx.act({ subject, reason }, async (inside) => {
        const { stream: _, type, ...result } = await unfoldEvent({ ...ctx.deps, ...inside }, id);
        return { result, after: { kind: type } };
      });
    }),
});
