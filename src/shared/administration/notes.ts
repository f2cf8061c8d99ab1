/** Schemas for the notes that administrators write about customers. */
import { z } from 'zod';
import { ActOnCustomer } from './acts.ts';

export const NoteView = z.object({
  id: z.int(),
  text: z.string(),
  writtenAt: z.date(),
  /** `name` is null if the account of the author has been erased. */
  author: z.object({ id: z.int(), name: z.string().nullable() }),
});
export type NoteView = z.infer<typeof NoteView>;

/** Maximum number of characters of a note. */
export const noteTextLength = 5_000;

export const NewNote = ActOnCustomer.extend({ text: z.string().trim().min(1).max(noteTextLength) });

export const NoteChoice = ActOnCustomer.extend({ noteId: z.int().positive() });
