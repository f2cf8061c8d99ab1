/**
 * One page of a list whose filters and place are in the page's address: its table and the links to the pages beside it,
 * or why there are no rows and what to do.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { pages } from '#shared/pages.ts';
import { EmptyList } from './empty-list.tsx';

/** What the pages beside one are called. */
const directions = {
  time: { back: 'newer', forth: 'older' },
  name: { back: 'previous', forth: 'next' },
} as const;

interface ListPageProps {
  to: (typeof pages)['auditLog' | 'customers' | 'inbox' | 'instances' | 'mails' | 'overdueChecks'];
  /** What else the links keep in the address. */
  part?: Readonly<Record<string, unknown>> | undefined;
  /** The filters of the address. */
  selection?: object;
  /** Whether the address names no place in the list. */
  isFirst: boolean;
  /**
   * The cursors of the pages beside this one; null at an end of the list. Lists without `newer` can only be read
   * forwards, and again from their first page.
   */
  page: { newer?: string | null; older: string | null };
  /** What the list is sorted by. */
  by?: keyof typeof directions;
  isEmpty: boolean;
  /** What is said if there is nothing at all and, for lists with filters, if nothing matches them. */
  words: { empty: string; emptyText: string; emptyFilter?: string; emptyFilterText?: string };
  /** The table. */
  children: ReactNode;
}

export const isFiltered = (selection: object): boolean =>
  Object.values(selection).some((value) => value !== undefined);

export function ListPage({
  to,
  part = {},
  selection = {},
  isFirst,
  page: { newer, older },
  by = 'time',
  isEmpty,
  words,
  children,
}: ListPageProps) {
  const t = useTranslations('table');
  // The cast is safe: the selection was read from the address of the same page.
  const linkTo = (search: object) => ({ to, search: { ...part, ...search } as never });
  if (isEmpty && !isFirst) {
    return (
      <EmptyList
        title={t('emptyPage')}
        action={<LinkButton {...linkTo(selection)}>{t('first')}</LinkButton>}
      />
    );
  }
  if (isEmpty) {
    return words.emptyFilter !== undefined && isFiltered(selection) ? (
      <EmptyList
        title={words.emptyFilter}
        text={words.emptyFilterText}
        action={<LinkButton {...linkTo({})}>{t('clear')}</LinkButton>}
      />
    ) : (
      <EmptyList title={words.empty} text={words.emptyText} />
    );
  }
  const { back, forth } = directions[by];
  const isForwards = newer === undefined;
  const hasBack = isForwards ? !isFirst : newer !== null;
  return (
    <>
      {children}
      {(hasBack || older !== null) && (
        <nav className="row" aria-label={t('pages')}>
          <LinkButton
            {...linkTo(isForwards ? selection : { ...selection, before: newer ?? undefined })}
            disabled={!hasBack}
            tabIndex={0}
          >
            {t(isForwards ? 'first' : back)}
          </LinkButton>
          <LinkButton
            {...linkTo({ ...selection, after: older ?? undefined })}
            disabled={older === null}
            tabIndex={0}
          >
            {t(forth)}
          </LinkButton>
        </nav>
      )}
    </>
  );
}
