/** Procedures for the notes of administrators about a customer. */
import { z } from 'zod';
import {
  accountSubject,
  administrationProcedure,
  viewProcedure,
} from '#server/features/administration/procedures.router.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { NewNote, NoteChoice, NoteView } from '#shared/administration/notes.ts';
import { AppError } from '#shared/errors.ts';

export const notesRouter = router({
  /** Lists the notes about a customer, newest first. */
  list: viewProcedure
    .input(z.object({ customerId: z.int().positive() }))
    .output(z.array(NoteView))
    .query(({ ctx, input }) => ctx.deps.notes.listAbout(input.customerId)),

  /** Adds a note. The audit log says that there is one, but not its text. */
  add: administrationProcedure('customer.addNote')
    .input(NewNote)
    .output(Done)
    .mutation(async ({ ctx, input: { customerId, reason, text } }) => {
      const { userId: authorId } = ctx.administrator;
      await ctx.act({ subject: accountSubject(customerId), reason }, async ({ notes }) => ({
        result: null,
        after: { note: await notes.add({ customerId, authorId, text, at: new Date() }) },
      }));
      return done;
    }),

  delete: administrationProcedure('customer.deleteNote')
    .input(NoteChoice)
    .output(Done)
    .mutation(async ({ ctx, input: { customerId, reason, noteId } }) => {
      await ctx.act({ subject: accountSubject(customerId), reason }, async ({ notes }) => {
        if (!(await notes.remove(noteId, customerId)))
          throw new AppError('not_found', 'there is no such note about the customer');
        return { result: null, before: { note: noteId } };
      });
      return done;
    }),
});
