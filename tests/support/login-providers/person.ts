/** Code that the simulated login providers share, including their made-up users. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface PersonThere {
  subject: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
}

/** A login provider that runs on this machine. A test sets which user signs in there and how it responds. */
export interface ProviderServer {
  url: string;
  /** The user who signs in on the next visit. */
  person: PersonThere;
  /** True if the user denies access. */
  denies: boolean;
  /** True if the provider fails after the user has signed in, so that no code can be exchanged for a token. */
  isBroken: boolean;
  /** Parameters of the authorization requests, newest last. */
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
