/** Defines the IDs of changes and of requests for them. */
import { z } from 'zod';

/** 32 random hexadecimal digits. */
export const RandomId = z.string().regex(/^[0-9a-f]{32}$/);
