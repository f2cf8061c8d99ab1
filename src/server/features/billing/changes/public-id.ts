/** Creates the IDs by which customers and Paddle refer to changes. */
import { randomBytes } from 'node:crypto';

/** Returns an ID that can't be guessed. */
export const newPublicId = (): string => randomBytes(16).toString('hex');
