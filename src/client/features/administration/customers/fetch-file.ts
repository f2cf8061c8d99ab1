/** Fetches a file that is asked for with a form, and saves it in the browser's downloads. */
import { RequestFailure } from '#client/api/failure.ts';
import { nobodyWaits, tab } from '#client/api/tab.ts';
import { saveBlob } from '#client/ui/save-file.ts';

/**
 * Posts the fields and saves the answer. Without a time limit, because the file is written while it is sent. Throws a
 * `RequestFailure` if the server refuses, or if the file breaks off: half a file is never saved.
 */
export async function fetchFile(
  path: string,
  fields: Readonly<Record<string, string>>,
  name: string,
): Promise<void> {
  const carried = tab.carry();
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: carried.headers,
      body: new URLSearchParams(fields),
      credentials: 'same-origin',
    });
  } catch (cause) {
    throw RequestFailure.noAnswer(cause);
  }
  if (!answer.ok) {
    const refusal = await RequestFailure.ofProblem(answer);
    if (!carried.isRefusalWanted(refusal.failure.code)) return nobodyWaits();
    throw refusal;
  }
  const file = await answer.blob().catch((cause: unknown) => {
    throw RequestFailure.noAnswer(cause);
  });
  if (!carried.isWanted()) return nobodyWaits();
  saveBlob(name, file);
}
