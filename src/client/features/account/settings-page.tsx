/** The account: who one is, how one signs in, and what happened. A section for each, each in a file of its own. */
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
import { TokensSection } from './tokens-section.tsx';
import { YourDataSection } from './your-data-section.tsx';

export function SettingsPage() {
  const t = useTranslations('settings');
  usePageTitle(t('title'));
  return (
    <ConfirmIdentity>
      <div className="stack g5">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <NameSection />
        <EmailSection />
        <PreferencesSection />
        <PasswordSection />
        <SecondFactorsSection />
        <PasskeysSection />
        <LinkedAccountsSection />
        <SessionsSection />
        <TokensSection />
        <SecurityLogSection />
        <YourDataSection />
      </div>
    </ConfirmIdentity>
  );
}
