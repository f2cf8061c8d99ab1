/** Response of mutations that return nothing but success. */
import { z } from 'zod';

export const Done = z.object({ ok: z.literal(true) });
export const done = { ok: true } as const;
