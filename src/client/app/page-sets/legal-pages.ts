/** Fetched by visitors who read the terms or the privacy policy. */
import { PrivacyPage, TermsPage } from '#client/app/pages/legal-page.tsx';

export { PrivacyPage, TermsPage };
