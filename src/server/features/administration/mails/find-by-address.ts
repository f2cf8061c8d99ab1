/** Finds e-mails by the address that they went to. The outbox has no addresses, but purchases have their buyer's. */
import type { Deps } from '#server/deps.ts';
import { type MailsToAddress, mailsPerPage } from '#shared/administration/mails.ts';

/** Purchases of one address that are looked at. Hardly anybody has that many. */
const maxPurchases = 200;

export async function findByAddress(
  { accounts, listedMails, streams }: Pick<Deps, 'accounts' | 'listedMails' | 'streams'>,
  address: string,
): Promise<MailsToAddress> {
  const [account, bought] = await Promise.all([
    accounts.findByEmail(address),
    streams.listSomeByBuyerEmail(address, maxPurchases),
  ]);
  const unowned = bought.filter(({ userId }) => userId === null);
  const names = (some: typeof bought): string[] => some.map(({ stream }) => stream);
  const found = await listedMails.listToBuyers(
    { all: names(bought), unowned: names(unowned) },
    mailsPerPage + 1,
  );
  return {
    customer: account && { id: account.id, name: account.name },
    mails: found.slice(0, mailsPerPage),
    hasMore: found.length > mailsPerPage,
  };
}
