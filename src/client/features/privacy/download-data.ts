/** Fetches everything that is kept about somebody, and puts it among their downloads. */
import { RequestFailure } from '#client/api/failure.ts';
import { fetchInTime, longAnswerWithinMs } from '#client/api/fetch-in-time.ts';
import { nobodyWaits, tab } from '#client/api/tab.ts';
import { minuteMs } from '#shared/durations.ts';

/** Throws a `RequestFailure` where the server refuses or cannot be reached. */
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

/** How long a browser may take to begin reading the file. */
const keptMs = minuteMs;

/** By an address of the page's own: the file goes past every server. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: Safari reads the file after this, and would find nothing.
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
