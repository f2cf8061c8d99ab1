/**
 * One page of a list whose filters and place are in the page's address: its table and the links to the pages beside it,
 * or why there are no rows and what to do.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { pages } from '#shared/pages.ts';
import { EmptyList } from './empty-list.tsx';

interface ListPageProps {
  to: (typeof pages)['customers' | 'auditLog' | 'mails'];
  /** What else the links keep in the address. */
  part?: Readonly<Record<string, unknown>>;
  /** The filters of the address. */
  selection: object;
  /** Whether the address names no place in the list. */
  isFirst: boolean;
  /** The cursors of the pages beside this one; null at an end of the list. */
  page: { newer: string | null; older: string | null };
  isEmpty: boolean;
  /** What is said if nothing matches the filters, and if there is nothing at all. */
  words: { emptyFilter: string; emptyFilterText: string; empty: string; emptyText: string };
  /** The table. */
  children: ReactNode;
}

export const isFiltered = (selection: object): boolean =>
  Object.values(selection).some((value) => value !== undefined);

export function ListPage({
  to,
  part = {},
  selection,
  isFirst,
  page,
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
    return isFiltered(selection) ? (
      <EmptyList
        title={words.emptyFilter}
        text={words.emptyFilterText}
        action={<LinkButton {...linkTo({})}>{t('clear')}</LinkButton>}
      />
    ) : (
      <EmptyList title={words.empty} text={words.emptyText} />
    );
  }
  const { newer, older } = page;
  return (
    <>
      {children}
      {(newer !== null || older !== null) && (
        <nav className="row" aria-label={t('pages')}>
          <LinkButton
            {...linkTo({ ...selection, before: newer ?? undefined })}
            disabled={newer === null}
            tabIndex={0}
          >
            {t('newer')}
          </LinkButton>
          <LinkButton
            {...linkTo({ ...selection, after: older ?? undefined })}
            disabled={older === null}
            tabIndex={0}
          >
            {t('older')}
          </LinkButton>
        </nav>
      )}
    </>
  );
}
