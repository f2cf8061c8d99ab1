/** The history of a licence: what happens next, and what has happened. Loaded when it is unfolded. */
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Icon } from '#client/ui/icon.tsx';
import type { LicenceHistory } from '#shared/billing/history.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './folded-history.module.css';
import { UnfoldedHistory } from './unfolded-history.tsx';

interface Loading {
  data: LicenceHistory | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface FoldedHistoryProps {
  heading: ReactNode;
  product: Product;
  history: Loading;
  /** Called when it is unfolded, so that the history is asked for, and when it is folded again. */
  onToggle: (isOpen: boolean) => void;
}

export function FoldedHistory({ heading, product, history, onToggle }: FoldedHistoryProps) {
  const t = useTranslations('history');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={classes.history}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open);
        onToggle(event.currentTarget.open);
      }}
    >
      <summary>
        <Icon name="chevronRight" size={16} />
        {heading}
      </summary>
      {isOpen && (
        <QueryBoundary query={history} section={t('heading')} height="8rem">
          {(known) => <UnfoldedHistory history={known} product={product} />}
        </QueryBoundary>
      )}
    </details>
  );
}
