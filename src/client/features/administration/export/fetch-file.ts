/** Fetches a file that is asked for with a form, and saves it in the browser's downloads. */
import { fetchCarried } from '#client/downloads/fetch-carried.ts';
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
  const file = await fetchCarried(
    (headers) =>
      fetch(path, {
        ...{ method: 'POST', headers, credentials: 'same-origin' },
        body: new URLSearchParams(fields),
      }),
    (answer) => answer.blob(),
  );
  saveBlob(name, file);
}
