/** Reads the data that the server embedded in the document. */
import { FirstAnswer, firstAnswerId } from '#shared/first-answer.ts';

/**
 * Null if the document contains no data, or data that this release doesn't understand. The pages then fetch it like
 * everything else.
 */
export function readFirstAnswer(): FirstAnswer | null {
  const text = document.getElementById(firstAnswerId)?.textContent;
  if (!text) return null;
  return FirstAnswer.safeParse(JSON.parse(text)).data ?? null;
}
