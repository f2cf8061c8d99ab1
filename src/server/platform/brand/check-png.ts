/** Checks the header of a PNG file. */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const headerLength = 24;

/** Returns the size in pixels; null if the file isn't a PNG (its signature, then the IHDR chunk). */
export function sizeOfPng(body: Buffer): { width: number; height: number } | null {
  const isPng =
    body.length >= headerLength &&
    body.subarray(0, signature.length).equals(signature) &&
    body.toString('latin1', 12, 16) === 'IHDR';
  return isPng ? { width: body.readUInt32BE(16), height: body.readUInt32BE(20) } : null;
}
