/** Procedures for the notes of administrators about a customer. */
import { z } from 'zod';
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { Done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { CustomerChoice } from '#shared/administration/acts.ts';
import { NewNote, NoteChoice, NoteView } from '#shared/administration/notes.ts';
import { AppError } from '#shared/errors.ts';

export const notesRouter = router({
  /** Lists the notes about a customer, newest first. */
  list: viewProcedure
    .input(CustomerChoice)
    .output(z.array(NoteView))
    .query(({ ctx, input }) => ctx.deps.notes.listAbout(input.customerId)),

  /** Adds a note. The audit log says that there is one, but not its text. */
  add: administrationProcedure('customer.addNote')
    .input(NewNote)
    .output(Done)
    .mutation(({ ctx, input }) => {
      const { customerId, text } = input;
      const { userId: authorId } = ctx.administrator;
      return ctx.actOnCustomer(input, async ({ notes }) => ({
        result: null,
        after: { note: await notes.add({ customerId, authorId, text, at: new Date() }) },
      }));
    }),

  delete: administrationProcedure('customer.deleteNote')
    .input(NoteChoice)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, async ({ notes }) => {
        if (!(await notes.remove(input.noteId, input.customerId)))
          throw new AppError('not_found', 'there is no such note about the customer');
        return { result: null, before: { note: input.noteId } };
      }),
    ),
});
