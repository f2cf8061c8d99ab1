/** The heading of a sign-in page. Also sets the page title. */
import type { ReactNode } from 'react';
import { usePageTitle } from './page-title.ts';

export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <div className="stack g2">
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
