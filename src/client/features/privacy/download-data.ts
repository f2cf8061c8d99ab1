/** Downloads everything the portal keeps about the user and saves it as a file. */
import { RequestFailure } from '#client/api/failure.ts';
import { fetchInTime, longAnswerWithinMs } from '#client/api/fetch-in-time.ts';
import { nobodyWaits, tab } from '#client/api/tab.ts';

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
