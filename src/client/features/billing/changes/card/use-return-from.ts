/** Notices when a customer returns from Paddle's page where the card is updated. */
import { useEffect, useState } from 'react';

const leftKey = 'left-for-card-page';

function isLeftFor(page: string): boolean {
  try {
    return sessionStorage.getItem(leftKey) === page;
  } catch {
    // Browser storage is blocked. The new card then appears within a few minutes.
    return false;
  }
}

function note(page: string | null): void {
  try {
    if (page === null) sessionStorage.removeItem(leftKey);
    else sessionStorage.setItem(leftKey, page);
  } catch {
    // As above.
  }
}

/**
 * Returns whether the customer has been on Paddle's page since this part of the page was first shown. `onReturn` is
 * called if the browser restores the page instead of loading it again. Any link to the page counts.
 */
export function useReturnFrom(page: string, onReturn: () => void): boolean {
  const [isBack, setIsBack] = useState(() => isLeftFor(page));
  useEffect(() => {
    if (isLeftFor(page)) note(null);
    const leave = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest('a')?.href === page) note(page);
    };
    const restored = ({ persisted }: PageTransitionEvent) => {
      if (!persisted || !isLeftFor(page)) return;
      note(null);
      setIsBack(true);
      onReturn();
    };
    document.addEventListener('click', leave);
    window.addEventListener('pageshow', restored);
    return () => {
      document.removeEventListener('click', leave);
      window.removeEventListener('pageshow', restored);
    };
  }, [page, onReturn]);
  return isBack;
}
