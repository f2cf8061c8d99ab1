/** Creates the random IDs by which customers and Paddle refer to stored rows: changes, and details of a company. */
import { randomBytes } from 'node:crypto';

/** Returns an ID that can't be guessed. */
export const newPublicId = (): string => randomBytes(16).toString('hex');
