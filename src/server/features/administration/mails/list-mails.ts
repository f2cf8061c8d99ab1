/** Splits the lists of e-mails and of addresses that refuse them into pages. */
import type { Deps } from '#server/deps.ts';
import { keysetBatches, keysetPage } from '#server/platform/lists/keyset-page.ts';
import {
  type ListedMail,
  type MailPage,
  type MailQuestion,
  type MailSelection,
  mailsPerPage,
  type RefusingAddress,
  type RefusingPage,
  type RefusingQuestion,
} from '#shared/administration/mails.ts';
import type { TimePosition } from '#shared/lists/time-cursor.ts';

type ListDeps = Pick<Deps, 'listedMails'>;

const positionOfMail = ({ createdAt, id }: ListedMail): TimePosition => ({ at: createdAt, id });
const positionOfAddress = ({ since, customerId }: RefusingAddress): TimePosition => ({
  at: since,
  id: customerId,
});

export async function listMails(
  { listedMails }: ListDeps,
  { after, before, ...selection }: MailQuestion,
): Promise<MailPage> {
  const { rows, ...beside } = await keysetPage(
    { after, before, perPage: mailsPerPage },
    (place, limit) => listedMails.listMails(selection, { ...place, limit }),
    positionOfMail,
  );
  return { mails: rows, ...beside };
}

export async function listRefusing(
  { listedMails }: ListDeps,
  question: RefusingQuestion,
): Promise<RefusingPage> {
  const { rows, ...beside } = await keysetPage(
    { ...question, perPage: mailsPerPage },
    (place, limit) => listedMails.listRefusing({ ...place, limit }),
    positionOfAddress,
  );
  return { addresses: rows, ...beside };
}

/** Yields all selected e-mails in batches, newest first. */
export const mailBatches = (
  { listedMails }: ListDeps,
  selection: MailSelection,
): AsyncGenerator<ListedMail[]> =>
  keysetBatches((place, limit) => listedMails.listMails(selection, { ...place, limit }), positionOfMail);
