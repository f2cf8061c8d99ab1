/** Settings of which one would win in silence over another that says something else. No sentence repeats any value. */
type Variables = Record<string, string | undefined>;

const hostOf = (text: string | undefined): string | null =>
  text !== undefined && URL.canParse(text) ? new URL(text).hostname : null;

/** Paddle's own addresses; null for any other, such as the local twin's. */
function paddleOf(text: string | undefined): 'the sandbox' | 'the live Paddle' | null {
  const host = hostOf(text) ?? '';
  if (!/(?:^|\.)paddle\.com$/i.test(host)) return null;
  return /^sandbox-/i.test(host) ? 'the sandbox' : 'the live Paddle';
}

/** The sandbox is on or off, and an address that is given leads there or not. */
function problemsOfPaddle(given: Variables): string[] {
  const isSandbox = given.PADDLE_SANDBOX === 'true' || given.PADDLE_SANDBOX === '1';
  const meant = isSandbox ? 'the sandbox' : 'the live Paddle';
  const kinds = (['PADDLE_VENDORS_URL', 'PADDLE_CHECKOUT_URL'] as const).map((name) => ({
    name,
    // What is left out leads where PADDLE_SANDBOX says.
    kind: given[name] === undefined ? meant : paddleOf(given[name]),
  }));
  const isTold = given.PADDLE_SANDBOX !== undefined || new Set(kinds.map(({ kind }) => kind)).size > 1;
  return kinds.flatMap(({ name, kind }) =>
    isTold && kind !== null && kind !== meant
      ? [`${name} points to ${kind}, which contradicts PADDLE_SANDBOX: change one of the two`]
      : [],
  );
}

/** A password that nobody gives a name to would not be sent, and the mail server would refuse every mail. */
const problemsOfMail = ({ MAIL_USERNAME: username, MAIL_PASSWORD: password }: Variables): string[] =>
  password !== undefined && username === undefined
    ? ['MAIL_PASSWORD is set but MAIL_USERNAME is not: set both or neither']
    : [];

export const problemsOfContradictions = (given: Variables): string[] => [
  ...problemsOfPaddle(given),
  ...problemsOfMail(given),
];
