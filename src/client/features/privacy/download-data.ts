/** Downloads everything the portal keeps about the user and saves it as a file. */

import { fetchInTime, longAnswerWithinMs } from '#client/api/fetch-in-time.ts';
import { fetchCarried } from '#client/downloads/fetch-carried.ts';

/** Returns the user's data as JSON text. Throws a `RequestFailure` if the server refuses or can't be reached. */
export const fetchPersonalData = (): Promise<string> =>
  fetchCarried(
    (headers) => fetchInTime('/user/data.json', { headers }, longAnswerWithinMs),
    (answer) => answer.text(),
  );
