/** Starts the application in the browser. */
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Button.layer.css';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import { TRPCClientError } from '@trpc/client';
import { setNonce } from 'get-nonce';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import type { Locale } from '#shared/accounts/accounts.ts';
import { RequestFailure } from './api/failure.ts';
import { readFirstAnswer } from './api/first-answer.ts';
import { watchFaults } from './api/report-faults.ts';
import { createPortal, Portal } from './app/portal.tsx';
import { browser } from './browser.ts';
import { documentLocale } from './i18n/locale.tsx';
import { createMessages } from './i18n/messages.ts';
import { MissingPart, recover, watchStyles, watchTyping } from './lazy-parts.ts';

const nonce = document.querySelector<HTMLElement>('[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

/**
 * Not a top-level `await`: page and language chunks import the entry chunk, so they would wait for it while it waits
 * for them.
 */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  const first = readFirstAnswer();
  const messages = createMessages(documentLocale(), first?.publicConfig.brand.name);
  const portal = createPortal({ messages, ...(first && { first }) });
  await Promise.all([messages.load('common'), portal.router.load()]);
  const rendered = createRoot(root, {
    // Failed requests and missing chunks are shown on the page. Everything else also goes to the console and to the
    // operator.
    onCaughtError: (error) => {
      if (![TRPCClientError, RequestFailure, MissingPart].some((told) => error instanceof told))
        reportError(error);
    },
  });
  // The server-rendered markup stays until the page is ready and is then replaced in one step. The render is a
  // transition, so it can be interrupted and slow phones stay responsive.
  startTransition(() =>
    rendered.render(
      <StrictMode>
        <Portal portal={portal} nonce={nonce} />
      </StrictMode>,
    ),
  );
}

/** Error messages for when not even the messages of the current language could be fetched. */
const couldNotStart: Readonly<Record<Locale, { sentence: string; reload: string }>> = {
  en: { sentence: 'The page couldn’t be loaded. Please reload it.', reload: 'Reload' },
  fr: { sentence: 'La page n’a pas pu être chargée. Veuillez la recharger.', reload: 'Recharger' },
};

/** Handles a failed start: reloads the page if that may help, and otherwise shows an error message. */
async function giveUp(error: unknown): Promise<void> {
  const outcome = await recover();
  if (outcome === 'reloading') return;
  reportError(error);
  const [says, reload] = [document.createElement('p'), document.createElement('button')];
  says.setAttribute('role', 'alert');
  const words = couldNotStart[documentLocale()];
  says.textContent = words.sentence;
  reload.textContent = words.reload;
  reload.addEventListener('click', () => browser.reload());
  document.getElementById('root')?.replaceChildren(says, reload);
}

if (import.meta.env.PROD) watchFaults();
watchTyping();
watchStyles();
start().catch(giveUp);
