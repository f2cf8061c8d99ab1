/** Stores a visitor's choice in a cookie, where the server can read it. */

const yearSeconds = 31_536_000;

/** Sets the cookie for a year; null deletes it. The server applies the choice when it renders the next document. */
export function keepChoice(cookie: string, value: string | null): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  const maxAge = value === null ? 0 : yearSeconds;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${cookie}=${value ?? ''}; Path=/; Max-Age=${maxAge}; SameSite=Lax${secure}`;
}
