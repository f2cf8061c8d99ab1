/**
 * Simulates many instances that validate their keys at the same time. Their connections to the portal are persistent.
 */
import { Agent, request } from 'node:http';

export interface PingAnswer {
  /** HTTP status of the response; null if there was no response. */
  status: number | null;
  nextCheckAt: string | null;
}

export interface Pinger {
  ask(portalUrl: string, keys: readonly string[]): Promise<PingAnswer[]>;
  close(): void;
}

const connections = 16;
const patience = 10_000;

/** Requests an access token. Call it only once and reuse the token, as the real client does. */
export async function tokenFor(
  portalUrl: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<string> {
  const response = await fetch(`${portalUrl}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'manage-key',
    }),
  });
  if (response.status !== 200) throw new Error(`no token: ${response.status} ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

export function createPinger(token: string): Pinger {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const ping = (portalUrl: string, key: string): Promise<PingAnswer> =>
    new Promise((resolve) => {
      const nobody = () => resolve({ status: null, nextCheckAt: null });
      const body = JSON.stringify({ licence_key: key });
      const asked = request(
        `${portalUrl}/api/validate`,
        {
          method: 'POST',
          agent,
          timeout: patience,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => {
            const status = response.statusCode ?? null;
            const told = status === 200 ? (JSON.parse(text) as { next_check_at: string }) : null;
            resolve({ status, nextCheckAt: told?.next_check_at ?? null });
          });
          response.on('error', nobody);
        },
      );
      asked.on('timeout', () => asked.destroy());
      asked.on('error', nobody);
      asked.end(body);
    });

  return {
    ask: (portalUrl, keys) => Promise.all(keys.map((key) => ping(portalUrl, key))),
    close: () => agent.destroy(),
  };
}
