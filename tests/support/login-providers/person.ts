/** Somebody with an account at a provider, as tests make them up. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface PersonThere {
  subject: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
}

/** A provider on this machine: who is signed in there, and what they say when they are asked. */
export interface ProviderServer {
  url: string;
  /** Whoever visits next. */
  person: PersonThere;
  /** They say no. */
  denies: boolean;
  /** It breaks in the middle: no code can be exchanged. */
  isBroken: boolean;
  /** The parameters that browsers came with, the newest last. */
  visits: URLSearchParams[];
  stop: () => Promise<void>;
}

export const clientId = 'the-portal';
export const clientSecret = 'a secret that only the two of them know';

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify(body));
}

export const bearerOf = ({ headers }: IncomingMessage): string =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
