/** Reads the data that the server embedded in the document. */
import { FirstAnswer, firstAnswerId } from '#shared/first-answer.ts';

/**
 * Returns null if the document contains no data, or only data that this release doesn't understand. The pages then
 * fetch everything as usual.
 */
export function readFirstAnswer(): FirstAnswer | null {
  const text = document.getElementById(firstAnswerId)?.textContent;
  if (!text) return null;
  return FirstAnswer.safeParse(JSON.parse(text)).data ?? null;
}
