/** `portal webhook:verify`: checks the signature of an alert against PADDLE_PUBLIC_KEY. */
import type { Command } from 'commander';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readStandardInput } from '#cli/standard-input.ts';
import { readPaddlePublicKey } from '#server/config/config.ts';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody } from '#server/platform/paddle/classic/signature.ts';

export function addVerifyWebhook(program: Command): void {
  const command = program
    .command('webhook:verify')
    .summary('verify the signature of an alert')
    .description(
      'Reads the raw form body of an alert from standard input and verifies its signature with ' +
        'PADDLE_PUBLIC_KEY, the only setting it needs. Exits with code 0 if the signature is valid, 1 if not. ' +
        'Use it to find out why webhooks are refused.',
    );
  answers(command, async () => {
    const body = await readStandardInput('the raw form body of the alert');
    const proof = proveBody(withoutLineEnd(body), readPublicKey(readPaddlePublicKey()));
    if (proof.status === 'refused') {
      return refused(`The signature is not valid: ${proof.reason}.`, { signed: false, reason: proof.reason });
    }
    const name = proof.fields.get('alert_name');
    const alert = typeof name === 'string' ? name : null;
    return done(`The signature is valid${alert === null ? '' : ` (alert ${alert})`}.`, {
      signed: true,
      alert,
    });
  });
}

/** Removes line breaks from the end. Editors and `echo` add one, but the body of a form request never ends with one. */
function withoutLineEnd(body: Buffer): Buffer {
  let end = body.length;
  while (end > 0 && (body[end - 1] === 0x0a || body[end - 1] === 0x0d)) end -= 1;
  return body.subarray(0, end);
}
