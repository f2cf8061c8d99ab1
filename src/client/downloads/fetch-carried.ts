/** Fetches files outside tRPC for the account that the tab shows. */
import { RequestFailure } from '#client/api/failure.ts';
import { nobodyWaits, tab } from '#client/api/tab.ts';

/**
 * Sends a request that names the account shown, and returns what `read` makes of the answer. Throws a `RequestFailure`
 * if the server refuses or can't be reached, and also if the answer breaks off while it is read. Never settles if the
 * tab shows another account by then.
 */
export async function fetchCarried<T>(
  fetchIt: (headers: Record<string, string>) => Promise<Response>,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  const carried = tab.carry();
  const orNoAnswer = <R>(work: Promise<R>) =>
    work.catch((cause: unknown) => {
      throw RequestFailure.noAnswer(cause);
    });
  const answer = await orNoAnswer(fetchIt(carried.headers));
  if (!answer.ok) {
    const refusal = await RequestFailure.ofProblem(answer);
    if (!carried.isRefusalWanted(refusal.failure.code)) return nobodyWaits();
    throw refusal;
  }
  const content = await orNoAnswer(read(answer));
  return carried.isWanted() ? content : nobodyWaits();
}
