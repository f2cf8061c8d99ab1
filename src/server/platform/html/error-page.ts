/** What a person sees who lands on an address that gives no page: what happened, and what to do now. */

import { html } from '#server/platform/mail/mail-layout.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';
import { drawHtmlPage, type PageParts } from './html-page.ts';

interface Words {
  title: string;
  text: string;
}

interface Sentences {
  home: string;
  signIn: string;
  request: string;
  /** By status; `400` stands for all others below 500, `500` for the rest. */
  byStatus: Readonly<Record<number, Words>> & { 400: Words; 500: Words };
}

const sentences: Readonly<Record<Locale, Sentences>> = {
  en: {
    home: 'Start page',
    signIn: 'Sign in',
    request: 'Request number:',
    byStatus: {
      400: {
        title: 'This link does not work',
        text: 'Part of it may be missing. Copy the whole address out of the e-mail into the address bar, or sign in and ask for a new one.',
      },
      401: { title: 'You are signed out', text: 'Sign in, then open the address again.' },
      403: {
        title: 'This is not open to you',
        text: 'Sign in and confirm who you are, then open the address from the page it belongs to.',
      },
      404: {
        title: 'There is no page here',
        text: 'Check the address, or go to the start page.',
      },
      405: {
        title: 'There’s no page at this address',
        text: 'Go back, load the page again and repeat what you did.',
      },
      421: {
        title: 'This portal isn’t available under this name',
        text: 'Open it by the address in your e-mails or bookmarks.',
      },
      429: {
        title: 'Too many attempts',
        text: 'Wait a few minutes, then open the link again. It keeps working.',
      },
      500: {
        title: 'This did not work',
        text: 'Something went wrong on our side. Try again in a minute. Your licences keep working, and nothing was charged.',
      },
    },
  },
  fr: {
    home: 'Page d’accueil',
    signIn: 'Se connecter',
    request: 'Numéro de requête :',
    byStatus: {
      400: {
        title: 'Ce lien ne fonctionne pas',
        text: 'Il en manque peut-être une partie. Copiez l’adresse entière depuis l’e-mail dans la barre d’adresse, ou connectez-vous et demandez un nouveau lien.',
      },
      401: {
        title: 'Votre session est terminée',
        text: 'Connectez-vous, puis ouvrez de nouveau cette adresse.',
      },
      403: {
        title: 'Vous n’y avez pas accès',
        text: 'Connectez-vous et confirmez votre identité, puis revenez à cette adresse depuis sa page.',
      },
      404: {
        title: 'Il n’y a pas de page ici',
        text: 'Vérifiez l’adresse, ou repartez de la page d’accueil.',
      },
      405: {
        title: 'Cette adresse n’ouvre aucune page',
        text: 'Revenez en arrière, rechargez la page, puis recommencez.',
      },
      421: {
        title: 'Cet espace client n’est pas accessible sous ce nom',
        text: 'Ouvrez-le depuis un lien de vos e-mails ou vos favoris.',
      },
      429: {
        title: 'Trop de tentatives',
        text: 'Patientez quelques minutes, puis rouvrez le lien : il reste valable.',
      },
      500: {
        title: 'Cela n’a pas fonctionné',
        text: 'Une erreur s’est produite de notre côté. Réessayez dans une minute. Vos licences restent valables, et rien n’a été débité.',
      },
    },
  },
};

/** A whole document that needs nothing else. `requestId` is ours: nothing a caller sent stands in it. */
export function errorPage({
  status,
  isLinkOfMail,
  locale,
  colorScheme,
  nonce,
  requestId,
}: {
  status: number;
  /** Says that the link does not work, whatever the status. */
  isLinkOfMail: boolean;
  locale: Locale;
  colorScheme: PageParts['colorScheme'];
  nonce: string;
  requestId: string | null;
}): string {
  const { home, signIn, request, byStatus } = sentences[locale];
  const { title, text } = isLinkOfMail
    ? byStatus[400]
    : (byStatus[status] ?? byStatus[status < 500 ? 400 : 500]);
  const number = html`<p class="number">${request} <code>${requestId ?? ''}</code></p>`;
  const toStart = html`<a class="button" href="${pages.welcome}">${home}</a>`;
  const toSignIn = html`<a class="button" href="${pages.login}">${signIn}</a>`;
  const main = html`<h1>${title}</h1>
<p>${text}</p>
<p class="actions">${status === 401 || status === 403 ? [toSignIn, toStart] : [toStart, toSignIn]}</p>
${requestId === null ? '' : number}`;
  return drawHtmlPage({ locale, colorScheme, title, main }, nonce);
}
