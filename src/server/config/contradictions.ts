/**
 * Finds settings that contradict each other, so that one would silently override the other. Messages never contain
 * values.
 */
type Variables = Record<string, string | undefined>;

const hostOf = (text: string | undefined): string | null =>
  text !== undefined && URL.canParse(text) ? new URL(text).hostname : null;

/** Returns which Paddle environment a URL belongs to, or null for other hosts such as the local twin. */
function paddleOf(text: string | undefined): 'the sandbox' | 'the live Paddle' | null {
  const host = hostOf(text) ?? '';
  if (!/(?:^|\.)paddle\.com$/i.test(host)) return null;
  return /^sandbox-/i.test(host) ? 'the sandbox' : 'the live Paddle';
}

/** Checks that the Paddle URLs match PADDLE_SANDBOX, and each other. */
function problemsOfPaddle(given: Variables): string[] {
  const isSandbox = given.PADDLE_SANDBOX === 'true' || given.PADDLE_SANDBOX === '1';
  const meant = isSandbox ? 'the sandbox' : 'the live Paddle';
  const kinds = (['PADDLE_VENDORS_URL', 'PADDLE_CHECKOUT_URL'] as const).map((name) => ({
    name,
    // If no URL is set, PADDLE_SANDBOX selects the default URL.
    kind: given[name] === undefined ? meant : paddleOf(given[name]),
  }));
  const isTold = given.PADDLE_SANDBOX !== undefined || new Set(kinds.map(({ kind }) => kind)).size > 1;
  return kinds.flatMap(({ name, kind }) =>
    isTold && kind !== null && kind !== meant
      ? [`${name} points to ${kind}, which contradicts PADDLE_SANDBOX: change one of the two`]
      : [],
  );
}

/**
 * Reports a password without a user name. The password would never be sent, so the mail server would reject every
 * e-mail.
 */
const problemsOfMail = ({ MAIL_USERNAME: username, MAIL_PASSWORD: password }: Variables): string[] =>
  password !== undefined && username === undefined
    ? ['MAIL_PASSWORD is set but MAIL_USERNAME is not: set both or neither']
    : [];

export const problemsOfContradictions = (given: Variables): string[] => [
  ...problemsOfPaddle(given),
  ...problemsOfMail(given),
];
