/**
 * Renders a page with the authenticator codes of the demo's administrator, so that visitors of the demo don't need a
 * phone.
 */
import { html } from '#twin/look/html.ts';
import { totpCode } from './authenticator-app.ts';
import { mailboxPage } from './mailbox-pages.ts';

export interface AuthenticatorAccount {
  account: string;
  /** The authenticator app's secret in base32. */
  secret: string;
}

const stepMs = 30_000;

/** Renders the current code. The page reloads when the next code is due. */
export function authenticatorPage({ account, secret }: AuthenticatorAccount, now: Date): string {
  const seconds = Math.ceil((stepMs - (now.getTime() % stepMs)) / 1_000);
  const code = totpCode(secret, { at: now.getTime() });
  const body = html`<p><a class="way" href="/">All e-mails</a></p><h1>Authenticator</h1>
<section><h2>Code for ${account}</h2><p class="code">${code.slice(0, 3)} ${code.slice(3)}</p>
<p class="hint">Each code works once. The next one appears in ${seconds} s.</p></section>
<section><h2>Use your own app</h2><p>Add the account with this secret: <code>${secret}</code></p></section>`;
  return mailboxPage('Authenticator', body, { reloadSeconds: seconds });
}
