/** Navigation within the settings: a list beside the sections on wide screens, a row above them on narrow ones. */
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import classes from './settings-nav.module.css';
import { type SettingsSection, settingsGroups } from './settings-sections.ts';
import { useSectionInView } from './use-section-in-view.ts';

/**
 * Scrolls the link to the center of the row, which is wider than a phone's screen. Browsers may leave a focused link
 * half out of view.
 */
function bringIntoSight(link: HTMLElement, row: HTMLElement | null): void {
  if (row) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

export function SettingsNav({ absent }: { absent: readonly SettingsSection[] }) {
  const t = useTranslations('settings');
  const groups = settingsGroups.map(({ name, sections }) => ({
    name,
    sections: (sections as readonly SettingsSection[]).filter((section) => !absent.includes(section)),
  }));
  const current = useSectionInView(groups.flatMap(({ sections }) => sections));
  const row = useRef<HTMLUListElement>(null);
  const isPressed = useRef(false);
  useEffect(() => {
    const link = row.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    // Doesn't scroll while one of the links has the keyboard focus, because scrolling could move that link out of view.
    const isAmongLinks = row.current?.querySelector(':focus-visible') != null;
    if (link && !isPressed.current && !isAmongLinks) bringIntoSight(link, row.current);
  }, [current]);
  return (
    <nav className={classes.nav} aria-label={t('sections')}>
      <ul
        ref={row}
        // Doesn't scroll while a finger is down: if the link moves before the finger is lifted, the browser ignores the
        // tap.
        onPointerDown={() => {
          isPressed.current = true;
        }}
        onPointerUp={() => {
          isPressed.current = false;
        }}
        onPointerCancel={() => {
          isPressed.current = false;
        }}
        onPointerLeave={() => {
          isPressed.current = false;
        }}
        onFocus={({ target }) => {
          if (target.matches(':focus-visible')) bringIntoSight(target, row.current);
        }}
      >
        {groups.map(({ name, sections }) => (
          <li key={name}>
            <p className={classes.cap}>{t(`groups.${name}`)}</p>
            <ul>
              {sections.map((section) => (
                <li key={section}>
                  <a href={`#${section}`} aria-current={section === current ? 'location' : undefined}>
                    {t(`nav.${section}`)}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}
