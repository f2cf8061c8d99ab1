/**
 * Navigation within the settings: on wide screens, a list of the sections beside them; on narrow ones, a row above them
 * with a link for each group, because a row of all sections would be wider than the screen.
 */
import { useTranslations } from 'use-intl';
import classes from './settings-nav.module.css';
import { type SettingsSection, settingsGroups } from './settings-sections.ts';
import { useSectionInView } from './use-section-in-view.ts';

export function SettingsNav({ absent }: { absent: readonly SettingsSection[] }) {
  const t = useTranslations('settings');
  const groups = settingsGroups.map(({ name, sections }) => ({
    name,
    sections: (sections as readonly SettingsSection[]).filter((section) => !absent.includes(section)),
  }));
  const current = useSectionInView(groups.flatMap(({ sections }) => sections));
  const currentIf = (isCurrent: boolean) => (isCurrent ? 'location' : undefined);
  return (
    <nav className={classes.nav} aria-label={t('sections')}>
      <ul>
        {groups.map(({ name, sections }) => (
          <li key={name}>
            <p className={classes.cap}>{t(`groups.${name}`)}</p>
            <a
              className={classes.group}
              href={`#${sections[0]}`}
              aria-current={currentIf(sections.some((section) => section === current))}
            >
              {t(`shortGroups.${name}`)}
            </a>
            <ul>
              {sections.map((section) => (
                <li key={section}>
                  <a href={`#${section}`} aria-current={currentIf(section === current)}>
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
