/** What a visitor chose, kept in this browser where the server sees it too. */

const yearSeconds = 31_536_000;

/** In a cookie, for a year; null takes it away. The next document follows it from its first paint. */
export function keepChoice(cookie: string, value: string | null): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  const maxAge = value === null ? 0 : yearSeconds;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${cookie}=${value ?? ''}; Path=/; Max-Age=${maxAge}; SameSite=Lax${secure}`;
}
