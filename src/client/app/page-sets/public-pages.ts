/** Fetched together by whoever reads before signing in. */
import { PrivacyPage, TermsPage } from '#client/app/pages/legal-page.tsx';
import { WelcomePage } from '#client/app/pages/welcome-page.tsx';

export { PrivacyPage, TermsPage, WelcomePage };
