/** The way around the settings: a list beside them on a desk, a row above them on a phone. */
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import classes from './settings-nav.module.css';
import { type SettingsSection, settingsGroups } from './settings-sections.ts';
import { useSectionInView } from './use-section-in-view.ts';

/** The row is wider than a phone; browsers leave a link that has the focus half outside. */
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
    if (link && !isPressed.current) bringIntoSight(link, row.current);
  }, [current]);
  return (
    <nav className={classes.nav} aria-label={t('sections')}>
      <ul
        ref={row}
        // Not under a finger: a link that moves away between touch and release is not followed.
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
