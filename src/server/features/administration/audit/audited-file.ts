/** Describes lists that administrators can download as CSV. */
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { Act } from '#shared/administration/acts.ts';
import type { AuditFact } from '#shared/administration/audit.ts';

/** A list that can be downloaded, and the act that downloading it is. */
export interface AuditedFile<Selection extends Readonly<Record<string, AuditFact | undefined>>> {
  act: Act;
  /** The name of the list in the audit log. */
  list: string;
  /** The form that is posted: which rows, and why. Fields that are left empty select everything. */
  form: z.ZodType<Selection & { reason: string }>;
  /** The name of the file, without its extension. */
  fileName: (locale: Locale) => string;
  /** Yields the line of names, then the rows in batches. `onRows` is called with the number of rows handed over. */
  text: (
    deps: Deps,
    asked: { selection: Selection; locale: Locale; onRows: (count: number) => void },
  ) => AsyncGenerator<string>;
}

/** A number in a form, whose fields are text. */
export const FormNumber = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);
