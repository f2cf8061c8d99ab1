/** Sends the queued e-mails, as a process of the portal does over several rounds. */
import {
  type ComposeMail,
  createOutboxSender,
  type SendOutboxDeps,
} from '#server/platform/mail/send-outbox.ts';

/** Sends e-mails until none is due and none is being sent. Returns the number of e-mails processed. */
export async function sendAll(deps: SendOutboxDeps, compose: ComposeMail): Promise<number> {
  const sender = createOutboxSender(deps, compose);
  for (let total = 0; ; ) {
    const taken = await sender.takeUp();
    await sender.settled();
    if (taken === 0) return total;
    total += taken;
  }
}
