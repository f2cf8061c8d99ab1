/** The parts of a page, of which one is shown. Each has its own address. */
import { Link } from '@tanstack/react-router';
import type { pages } from '#shared/pages.ts';
import classes from './part-links.module.css';

interface PartLinksProps {
  to: (typeof pages)['inbox' | 'mails'];
  label: string;
  parts: readonly { label: string; search: object; isShown: boolean }[];
}

export function PartLinks({ to, label, parts }: PartLinksProps) {
  return (
    <nav aria-label={label} className={classes.parts}>
      {parts.map((part) => (
        <Link
          key={part.label}
          to={to}
          // The cast is safe: a search parameter that the page doesn't know is ignored.
          search={part.search as never}
          activeProps={{}}
          aria-current={part.isShown ? 'page' : undefined}
        >
          {part.label}
        </Link>
      ))}
    </nav>
  );
}
