/** Defines how responses name an error. */
import { z } from 'zod';
import { type ErrorCode, errorTable } from '#shared/errors.ts';

/** The error that explains why something is forbidden or was refused. Pages have a sentence for each. */
export const ErrorName = z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]);
