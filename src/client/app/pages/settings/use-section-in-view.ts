/**
 * Tracks which section of a long page the user is looking at. Mantine's `useScrollSpy` picks the heading closest to a
 * line, so it highlights the wrong section after a click on a short one and at the end of the page.
 */
import { useEffect, useState } from 'react';

/**
 * Position of the reading line, as a fraction of the window height from the top. The last section above it counts as
 * the one being read.
 */
const readingLine = 0.3;

/**
 * Returns the section being read: the last one whose top is above the reading line. At the end of the page, the bottom
 * of the window is the reading line. The section in the URL fragment takes precedence while its top is visible above
 * the line, because if it is short, the next section's top is above the line too.
 */
function sectionInView(ids: readonly string[]): string | undefined {
  const { innerHeight, scrollY, location } = window;
  const topOf = (id: string) => document.getElementById(id)?.getBoundingClientRect().top ?? Number.NaN;
  const isAtEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  const line = isAtEnd ? innerHeight : innerHeight * readingLine;
  const asked = ids.find((id) => `#${id}` === location.hash && topOf(id) >= 0 && topOf(id) < line);
  return asked ?? ids.findLast((id) => topOf(id) <= line) ?? ids[0];
}

/** Returns the ID of the section in view, and updates it when the user scrolls. `ids` must be in page order. */
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
