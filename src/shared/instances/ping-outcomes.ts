/** The outcomes by which requests of instances are counted. */
import { z } from 'zod';

export const PingOutcome = z.enum([
  /** The licence is good. */
  'good',
  /** The licence has ended. */
  'ended',
  /** The portal issued the key, but it isn't accepted: it was replaced, or belongs to another product. */
  'unknown',
  /** No key that the portal issued. */
  'forged',
  /** The request contained no key, or couldn't be read. */
  'malformed',
  /** The client sent too many requests. */
  'limited',
  /** There was no valid access token. */
  'token_refused',
  /** The access token, or its client, has been revoked. */
  'token_revoked',
  /** The portal couldn't answer. */
  'failed',
  /** The client's secret was wrong. This isn't a ping, but a request for an access token. */
  'sign_in_failed',
]);
export type PingOutcome = z.infer<typeof PingOutcome>;
