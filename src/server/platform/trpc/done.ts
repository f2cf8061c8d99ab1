/** What a change answers that has nothing to say but that it was made. */
import { z } from 'zod';

export const Done = z.object({ ok: z.literal(true) });
export const done = { ok: true } as const;
