/** Splits the lists of e-mails and of addresses that refuse them into pages. */
import type { Deps } from '#server/deps.ts';
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
import type { ListPlace, ListPosition } from './listed-mail.repository.ts';

type ListDeps = Pick<Deps, 'listedMails'>;

function positionOf(cursor: string): ListPosition {
  const [at, id] = cursor.split('-').map(Number);
  return { at: new Date(at ?? 0), id: id ?? 0 };
}

const cursorOf = ({ at, id }: ListPosition): string => `${at.getTime()}-${id}`;

interface Page<Row> {
  rows: Row[];
  newer: string | null;
  older: string | null;
}

/** Returns the page after or before a cursor; without one, or if less than a page is newer than it, the newest rows. */
async function pageOf<Row>(
  read: (place: ListPlace) => Promise<Row[]>,
  positionIn: (row: Row) => ListPosition,
  { after, before }: { after?: string | undefined; before?: string | undefined },
): Promise<Page<Row>> {
  const limit = mailsPerPage + 1;
  const edge = (row: Row | undefined) => (row ? cursorOf(positionIn(row)) : null);
  if (before !== undefined && after === undefined) {
    const found = await read({ newer: positionOf(before), limit });
    if (found.length >= limit) {
      const rows = found.slice(1);
      return { rows, newer: edge(rows[0]), older: edge(rows.at(-1)) };
    }
  }
  const found = await read({ ...(after && { older: positionOf(after) }), limit });
  const rows = found.slice(0, mailsPerPage);
  return {
    rows,
    newer: after === undefined ? null : edge(rows[0]),
    older: found.length > rows.length ? edge(rows.at(-1)) : null,
  };
}

const positionOfMail = ({ createdAt, id }: ListedMail): ListPosition => ({ at: createdAt, id });
const positionOfAddress = ({ since, customerId }: RefusingAddress): ListPosition => ({
  at: since,
  id: customerId,
});

export async function listMails(
  { listedMails }: ListDeps,
  { after, before, ...selection }: MailQuestion,
): Promise<MailPage> {
  const { rows, ...beside } = await pageOf(
    (place) => listedMails.listMails(selection, place),
    positionOfMail,
    {
      after,
      before,
    },
  );
  return { mails: rows, ...beside };
}

export async function listRefusing(
  { listedMails }: ListDeps,
  question: RefusingQuestion,
): Promise<RefusingPage> {
  const { rows, ...beside } = await pageOf(listedMails.listRefusing, positionOfAddress, question);
  return { addresses: rows, ...beside };
}

/** Number of e-mails read at a time, so that a file of any length needs little memory. */
const batchSize = 500;

/** Yields all selected e-mails in batches, newest first. */
export async function* mailBatches(
  { listedMails }: ListDeps,
  selection: MailSelection,
): AsyncGenerator<ListedMail[]> {
  for (let older: ListPosition | undefined; ; ) {
    const mails: ListedMail[] = await listedMails.listMails(selection, {
      ...(older && { older }),
      limit: batchSize,
    });
    yield mails;
    const last = mails.at(-1);
    if (!last || mails.length < batchSize) return;
    older = positionOfMail(last);
  }
}
