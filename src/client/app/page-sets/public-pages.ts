/** Fetched by visitors who have just arrived. */
import { WelcomePage } from '#client/app/pages/welcome-page.tsx';

export { WelcomePage };
