/**
 * Which section of a long page a person is looking at. Not `useScrollSpy` of Mantine: it takes the heading nearest to a
 * line, so after a click on a short section, or at the end of the page, another one is said to be the current one.
 */
import { useEffect, useState } from 'react';

/** Where a section starts to count as being read, as a fraction of the window height from the top. */
const readingLine = 0.3;

/**
 * Returns the last section whose top has passed the reading line. The section in the URL fragment takes precedence
 * while its top is visible above the line: if it is short, the next section is above the line too, and at the end of
 * the page no section can scroll any higher.
 */
function sectionInView(ids: readonly string[]): string | undefined {
  const { innerHeight, scrollY, location } = window;
  const topOf = (id: string) => document.getElementById(id)?.getBoundingClientRect().top ?? Number.NaN;
  const isAtEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  const line = isAtEnd ? innerHeight : innerHeight * readingLine;
  const asked = ids.find((id) => `#${id}` === location.hash && topOf(id) >= 0 && topOf(id) < line);
  return asked ?? ids.findLast((id) => topOf(id) <= line) ?? ids[0];
}

/** Takes the section IDs in page order. */
export function useSectionInView(ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState(ids[0]);
  const all = ids.join(' ');
  useEffect(() => {
    const look = () => setCurrent(sectionInView(all.split(' ')));
    look();
    const events = ['scroll', 'resize', 'hashchange'] as const;
    for (const event of events) window.addEventListener(event, look, { passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, look);
    };
  }, [all]);
  return current;
}
