/** Puts the landing page into a separate chunk, so that first-time visitors download no other page. */
import { WelcomePage } from '#client/app/pages/welcome-page.tsx';

export { WelcomePage };
