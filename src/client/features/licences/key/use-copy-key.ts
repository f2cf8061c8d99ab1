/** Fetches a licence key, and copies it to the clipboard. */
import { useMutation } from '@tanstack/react-query';
import { trpc } from '#client/api/trpc.ts';
import { copyText } from '#client/ui/copy-text.ts';

/**
 * Returns a function that fetches the key. It bypasses the cache, so that only the component that shows the key keeps
 * it.
 */
export function useAskKey(licenceId: number): () => Promise<string> {
  const utils = trpc.useUtils();
  return async () => (await utils.client.licences.revealKey.query({ licenceId })).key;
}

interface CopyKeyOptions {
  /** The key, if the page already shows it. */
  shown?: string | null;
  /** Called with the key if the browser refuses to copy it. */
  onBlocked?: (key: string) => void;
}

/**
 * Returns a mutation that copies the key. Its data is false if the browser refused. Call it while handling a click,
 * which Safari requires.
 */
export function useCopyKey(licenceId: number, { shown = null, onBlocked }: CopyKeyOptions = {}) {
  const askKey = useAskKey(licenceId);
  return useMutation({
    mutationFn: async () => {
      const key = shown === null ? askKey() : Promise.resolve(shown);
      const isCopied = await copyText(key);
      if (!isCopied) onBlocked?.(await key);
      return isCopied;
    },
    meta: { invalidates: [] },
  });
}
