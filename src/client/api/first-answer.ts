/** What the document brought with it. */
import { FirstAnswer, firstAnswerId } from '#shared/first-answer.ts';

/**
 * Null where the document brought nothing, or what this release does not understand: the pages then ask, as they do
 * for everything else.
 */
export function readFirstAnswer(): FirstAnswer | null {
  const text = document.getElementById(firstAnswerId)?.textContent;
  if (!text) return null;
  return FirstAnswer.safeParse(JSON.parse(text)).data ?? null;
}
