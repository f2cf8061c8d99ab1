/** The codes of an authenticator app as a page: the demo's administrator has no phone. */
import { totpCode } from './authenticator-app.ts';
import { escapeHtml, layout } from './mailbox-pages.ts';

export interface AuthenticatorAccount {
  account: string;
  /** In base32. */
  secret: string;
}

const stepMilliseconds = 30_000;

/** Loads itself again when the next code begins. */
export function authenticatorPage({ account, secret }: AuthenticatorAccount, now: Date): string {
  const seconds = Math.ceil((stepMilliseconds - (now.getTime() % stepMilliseconds)) / 1_000);
  const code = totpCode(secret, { at: now.getTime() });
  return layout(
    'Authenticator',
    `<h1>Authenticator</h1><p>The code of ${escapeHtml(account)}. It works once; the next one comes in ${seconds} s.</p>` +
      `<p class="code">${code.slice(0, 3)} ${code.slice(3)}</p>` +
      `<p>Or add the account to an app of yours, by this secret: <code>${escapeHtml(secret)}</code>. <a href="/">Mailbox</a></p>`,
    seconds,
  );
}
