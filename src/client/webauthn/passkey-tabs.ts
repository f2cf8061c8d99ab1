/** A browser has one challenge for passkeys at a time: a tab that asks for one has outdated those of the others. */
const storageKey = 'passkey-asked';

/** To be called when this tab has asked for a challenge. */
export function tellOtherTabs(): void {
  try {
    localStorage.setItem(storageKey, crypto.randomUUID());
  } catch {
    // Storage is forbidden: an answer that comes late is then asked for once more.
  }
}

/** Calls back whenever another tab has asked. Returns what ends that. */
export function whenOtherTabAsks(callback: () => void): () => void {
  const listener = ({ key }: StorageEvent) => {
    if (key === storageKey) callback();
  };
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
