/** Bundles the terms and the privacy policy into one chunk. */
import { PrivacyPage, TermsPage } from '#client/app/pages/legal-page.tsx';

export { PrivacyPage, TermsPage };
