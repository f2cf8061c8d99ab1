/** Sends the queued e-mails, as a process does in successive rounds. */
import {
  type ComposeMail,
  createOutboxSender,
  type SendOutboxDeps,
} from '#server/platform/mail/send-outbox.ts';

/** Sends until no e-mail is due or being sent. Returns the number of e-mails processed. */
export async function sendAll(deps: SendOutboxDeps, compose: ComposeMail): Promise<number> {
  const sender = createOutboxSender(deps, compose);
  for (let total = 0; ; ) {
    const taken = await sender.takeUp();
    await sender.settled();
    if (taken === 0) return total;
    total += taken;
  }
}
