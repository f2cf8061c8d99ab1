/** Starts the application in the browser. */
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Button.layer.css';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/controls.css';
import { TRPCClientError } from '@trpc/client';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPortal, Portal } from './app/portal.tsx';
import { loadLocale, preferredLocale } from './i18n/locale.tsx';

const nonce = document.querySelector<HTMLElement>('[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const portal = createPortal();
// Who is signed in decides nearly every page: the question is on its way before the sentences are here.
void portal.api.account.me.prefetch();
const locale = await loadLocale(preferredLocale());

createRoot(root, {
  // A server that did not answer is told to the person on the page; a fault of ours is also told to the console.
  onCaughtError: (error) => {
    if (!(error instanceof TRPCClientError)) reportError(error);
  },
}).render(
  <StrictMode>
    <Portal portal={portal} locale={locale} nonce={nonce} />
  </StrictMode>,
);
