/** The settings page: account, sign-in methods, devices and data. Each section has its own file. */
import { Link } from '@tanstack/react-router';
import { type ComponentType, useId } from 'react';
import { useTranslations } from 'use-intl';
import { useTakeoverNotice } from '#client/brand/takeover-notice.ts';
import { ApiTokensSection } from '#client/features/accounts/api-tokens/tokens-section.tsx';
import { EmailSection } from '#client/features/accounts/email-change/email-section.tsx';
import { MailChoicesSection } from '#client/features/accounts/mail-choices/mail-choices-section.tsx';
import { NameSection } from '#client/features/accounts/profile/name-section.tsx';
import { PreferencesSection } from '#client/features/accounts/profile/preferences-section.tsx';
import { PasskeysSection } from '#client/features/identity/passkeys/passkeys-section.tsx';
import { PasswordSection } from '#client/features/identity/passwords/password-section.tsx';
import { Reauthentication } from '#client/features/identity/reauthentication/reauthentication.tsx';
import { SecurityLogSection } from '#client/features/identity/security-log/security-log-section.tsx';
import { SessionsSection } from '#client/features/identity/sessions/sessions-section.tsx';
import { LinkedAccountsSection } from '#client/features/identity/social/linked-accounts-section.tsx';
import { OauthResultNotice } from '#client/features/identity/social/oauth-result-notice.tsx';
import { useLinkableProviders } from '#client/features/identity/social/use-linkable-providers.ts';
import { TwoStepSection } from '#client/features/identity/two-step/two-step-section.tsx';
import { YourDataSection } from '#client/features/privacy/your-data-section.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';
import { SettingsNav } from './settings-nav.tsx';
import classes from './settings-page.module.css';
import { type SettingsSection, settingsGroups } from './settings-sections.ts';

const sections: Record<SettingsSection, ComponentType> = {
  name: NameSection,
  email: EmailSection,
  language: PreferencesSection,
  'e-mails': MailChoicesSection,
  password: PasswordSection,
  'second-factors': TwoStepSection,
  passkeys: PasskeysSection,
  'linked-accounts': LinkedAccountsSection,
  sessions: SessionsSection,
  tokens: ApiTokensSection,
  'security-log': SecurityLogSection,
  'your-data': YourDataSection,
};

export function SettingsPage() {
  const t = useTranslations('settings');
  usePageTitle(t('title'));
  const { hasAny } = useLinkableProviders();
  const isNoticed = useTakeoverNotice();
  return (
    <Reauthentication>
      <div className={classes.page}>
        <div className="stack g2">
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">
            {t.rich('elsewhere', { profile: (words) => <Link to={pages.profile}>{words}</Link> })}
          </p>
          {isNoticed && <p className="q">{t('moved')}</p>}
        </div>
        <OauthResultNotice about="confirming" />
        <SettingsNav absent={hasAny ? [] : ['linked-accounts']} />
        <div className={classes.groups}>
          {settingsGroups.map(({ name, sections: names }) => (
            <Group key={name} title={t(`groups.${name}`)} names={names} />
          ))}
        </div>
      </div>
    </Reauthentication>
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
