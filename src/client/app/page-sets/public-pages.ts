/** Fetched together by whoever reads before signing in. */
import { PrivacyPage, TermsPage } from '../legal-page.tsx';
import { WelcomePage } from '../welcome-page.tsx';

export { PrivacyPage, TermsPage, WelcomePage };
