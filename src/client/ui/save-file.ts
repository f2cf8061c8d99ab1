/** Saves text as a file in the browser's downloads. */
import { minuteMs } from '#shared/durations.ts';

/** Milliseconds that a browser has to start reading the file before its URL is revoked. */
const keptMs = minuteMs;

/** Saves text as a file through an object URL, without sending it to a server. */
export function saveFile(
  name: string,
  text: string,
  type: 'application/json' | 'text/csv' | 'text/plain',
): void {
  saveBlob(name, new Blob([text], { type }));
}

/** Saves a file that the browser holds already. */
export function saveBlob(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Delayed because Safari doesn't read the file straight away. Revoking the URL immediately would break the download.
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
