/**
 * Coordinates tabs: a browser has only one passkey challenge, so requesting one invalidates those of all other tabs.
 */
const storageKey = 'passkey-asked';

/** Tells the other tabs that their challenges are no longer valid. Call after this tab has requested a challenge. */
export function tellOtherTabs(): void {
  try {
    localStorage.setItem(storageKey, crypto.randomUUID());
  } catch {
    // Browser storage is blocked. A tab with an outdated challenge then asks for the passkey a second time.
  }
}

/** Calls `callback` whenever another tab has requested a challenge. Returns a function that stops listening. */
export function whenOtherTabAsks(callback: () => void): () => void {
  const listener = ({ key }: StorageEvent) => {
    if (key === storageKey) callback();
  };
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
