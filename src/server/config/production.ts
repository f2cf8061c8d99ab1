/**
 * Rejects settings that are valid but must not be used in production: those for the demo and tests, and unencrypted
 * connections.
 */
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { isOwnMachine, isPlainHttpElsewhere } from './other-machine.ts';

type Variables = Record<string, string | undefined>;

/**
 * Returns what is wrong with Paddle's public key; null if it can be used. Without a usable key, every alert would be
 * rejected and no payment would be recorded.
 */
function problemOfPublicKey(text: string | undefined): string | null {
  if (text === undefined) return 'PADDLE_PUBLIC_KEY is missing';
  const reading = readPublicKey(text);
  return reading.status === 'usable' ? null : `PADDLE_PUBLIC_KEY ${reading.reason}`;
}

function problemOfMail(given: Variables): string | null {
  const isInTheClear = given.MAIL_ENCRYPTION === 'none' && !isOwnMachine(given.MAIL_HOST ?? '');
  return isInTheClear && given.MAIL_PASSWORD !== undefined
    ? 'MAIL_ENCRYPTION must not be none in production when MAIL_PASSWORD is sent to another machine'
    : null;
}

/**
 * Lists the settings that must not be used in production. `asked` names the settings that contain URLs of services the
 * portal sends requests to. Messages never contain values.
 */
export function problemsOfProduction(given: Variables, asked: readonly string[]): string[] {
  if (given.NODE_ENV !== 'production') return [];
  return [
    given.DEV_CLIENT === undefined
      ? null
      : 'DEV_CLIENT is only for development: production serves the built client',
    given.CLOCK_URL === undefined
      ? null
      : 'CLOCK_URL is only for the demo, development and tests: production uses real time',
    problemOfPublicKey(given.PADDLE_PUBLIC_KEY),
    problemOfMail(given),
    ...['APP_URL', ...asked].map((name) =>
      isPlainHttpElsewhere(given[name] ?? '') ? `${name} must be an https address in production` : null,
    ),
  ].filter((problem) => problem !== null);
}
