/** Returns an ID for a request, by which the server recognizes one that is sent again: 32 hexadecimal digits. */
export const newRequestId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
