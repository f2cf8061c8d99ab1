/** What is shown in place of the page of something that doesn't exist, or no longer does. */
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { pages } from '#shared/pages.ts';

interface GonePageProps {
  /** What the address asks for. */
  heading: string;
  title: string;
  text: string;
  /** The list to go on from, and its name. */
  to: (typeof pages)['customers' | 'inbox' | 'instances'];
  list: string;
}

export function GonePage({ heading, title, text, to, list }: GonePageProps) {
  return (
    <div className="stack g5">
      <h1 tabIndex={-1}>{heading}</h1>
      <EmptyList title={title} text={text} action={<LinkButton to={to}>{list}</LinkButton>} />
    </div>
  );
}
