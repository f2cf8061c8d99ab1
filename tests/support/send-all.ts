/** Sends the mails that are owed, as one process does round by round. */
import {
  type ComposeMail,
  createOutboxSender,
  type SendOutboxDeps,
} from '#server/platform/mail/send-outbox.ts';

/** Until none is due and none is being sent; answers how many were taken up. */
export async function sendAll(deps: SendOutboxDeps, compose: ComposeMail): Promise<number> {
  const sender = createOutboxSender(deps, compose);
  for (let total = 0; ; ) {
    const taken = await sender.takeUp();
    await sender.settled();
    if (taken === 0) return total;
    total += taken;
  }
}
