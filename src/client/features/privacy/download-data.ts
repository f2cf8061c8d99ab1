/** Downloads everything the portal keeps about the user and saves it as a file. */
import { RequestFailure } from '#client/api/failure.ts';
import { fetchInTime, longAnswerWithinMs } from '#client/api/fetch-in-time.ts';
import { nobodyWaits, tab } from '#client/api/tab.ts';
import { minuteMs } from '#shared/durations.ts';

/** Returns the user's data as JSON text. Throws a `RequestFailure` if the server refuses or can't be reached. */
export async function fetchPersonalData(): Promise<string> {
  const carried = tab.carry();
  let answer: Response;
  try {
    answer = await fetchInTime('/user/data.json', { headers: carried.headers }, longAnswerWithinMs);
  } catch (cause) {
    throw RequestFailure.noAnswer(cause);
  }
  if (!answer.ok) {
    const refusal = await RequestFailure.ofProblem(answer);
    if (!carried.isRefusalWanted(refusal.failure.code)) return nobodyWaits();
    throw refusal;
  }
  const text = await answer.text();
  return carried.isWanted() ? text : nobodyWaits();
}

/** Milliseconds that a browser has to start reading the file before its URL is revoked. */
const keptMs = minuteMs;

/** Saves text as a file through an object URL, without sending it to a server. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Delayed because Safari doesn't read the file straight away. Revoking the URL immediately would break the download.
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
