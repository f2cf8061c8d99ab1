/** The account: who one is, how one signs in, and what happened. A section for each, each in a file of its own. */
import { type ComponentType, useId } from 'react';
import { useTranslations } from 'use-intl';
import { usePageTitle } from '../../ui/page-title.ts';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { EmailSection } from './email-section.tsx';
import { LinkedAccountsSection } from './linked-accounts-section.tsx';
import { NameSection } from './name-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { PreferencesSection } from './preferences-section.tsx';
import { SecondFactorsSection } from './second-factors-section.tsx';
import { SecurityLogSection } from './security-log-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { SettingsNav } from './settings-nav.tsx';
import classes from './settings-page.module.css';
import { type SettingsSection, settingsGroups } from './settings-sections.ts';
import { TokensSection } from './tokens-section.tsx';
import { useLinkableProviders } from './use-linkable-providers.ts';
import { VisitNotice } from './visit-notice.tsx';
import { YourDataSection } from './your-data-section.tsx';

const sections: Record<SettingsSection, ComponentType> = {
  name: NameSection,
  email: EmailSection,
  language: PreferencesSection,
  password: PasswordSection,
  'second-factors': SecondFactorsSection,
  passkeys: PasskeysSection,
  'linked-accounts': LinkedAccountsSection,
  sessions: SessionsSection,
  tokens: TokensSection,
  'security-log': SecurityLogSection,
  'your-data': YourDataSection,
};

export function SettingsPage() {
  const t = useTranslations('settings');
  usePageTitle(t('title'));
  const { isThere } = useLinkableProviders();
  return (
    <ConfirmIdentity>
      <div className={classes.page}>
        <h1 tabIndex={-1}>{t('title')}</h1>
        <VisitNotice about="confirming" />
        <SettingsNav absent={isThere ? [] : ['linked-accounts']} />
        <div className={classes.groups}>
          {settingsGroups.map(({ name, sections: names }) => (
            <Group key={name} title={t(`groups.${name}`)} names={names} />
          ))}
        </div>
      </div>
    </ConfirmIdentity>
  );
}

function Group({ title, names }: { title: string; names: readonly SettingsSection[] }) {
  const titleId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for one form, and this holds several
    <div role="group" aria-labelledby={titleId}>
      <p className={classes.cap} id={titleId}>
        {title}
      </p>
      <div className={classes.group}>
        {names.map((name) => {
          const Section = sections[name];
          return (
            <div key={name} id={name} className={classes.section}>
              <Section />
            </div>
          );
        })}
      </div>
    </div>
  );
}
