/** Reads the data that is piped into a command. */

/**
 * Reads standard input to the end and returns the raw bytes. If standard input is a terminal, first prints instructions
 * for pasting `what`.
 */
export async function readStandardInput(what: string): Promise<Buffer> {
  if (process.stdin.isTTY) process.stderr.write(`Paste ${what}, then press Enter and Ctrl-D:\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
