/** Reads what is piped into a command. */

/** Everything on standard input, byte for byte. A person at a terminal is told what to do. */
export async function readStandardInput(what: string): Promise<Buffer> {
  if (process.stdin.isTTY) process.stderr.write(`Paste ${what}, then press Enter and Ctrl-D:\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
