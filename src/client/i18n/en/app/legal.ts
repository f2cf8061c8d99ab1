/** Terms and privacy policy in English. */
import type { LegalTexts } from '#client/i18n/legal-text.ts';

export const legal: LegalTexts = {
  updatedOn: 'Last updated on {day}',
  operator: 'Who runs this portal',
  terms: {
    title: 'Terms',
    lead: 'What you get, what you pay, and what we expect of each other, in plain language.',
    sections: [
      {
        heading: 'What a licence is',
        paragraphs: [
          'A licence unlocks the hosted version of Monica or OfficeLife for the time you pay for. A licence of Monica covers one account; a licence of OfficeLife covers the number of seats you bought.',
          'Both products are open source. Their source code is under its own licence, and you’re free to host them yourself without buying anything here.',
        ],
      },
      {
        heading: 'Paying',
        paragraphs: [
          'Paddle.com sells the licences and is the merchant of record: it takes the payment, adds the tax of your country, sends the receipt and handles refunds. Its own terms apply to the purchase.',
          'Prices on these pages depend on the country you choose. The amount Paddle shows before you pay is the one that applies.',
          'A licence renews automatically at the end of each month or year until you cancel the subscription.',
        ],
      },
      {
        heading: 'When a payment fails',
        paragraphs: [
          'A licence whose renewal is not paid stays valid for a grace period of {days} days after the last day paid for. Then it ends; a later payment reactivates it.',
        ],
      },
      {
        heading: 'Cancelling',
        paragraphs: [
          'You can cancel the subscription at any time on the product’s page. The licence then stays valid until the last day you’ve paid for and doesn’t renew.',
          'If the law of your country gives you a right to withdraw from the purchase, that right remains unaffected.',
        ],
      },
      {
        heading: 'The licence key',
        paragraphs: [
          'The key is for you and the people in your account or company. Treat it like a password.',
          'From time to time, the products check with this portal whether the key is still valid.',
        ],
      },
      {
        heading: 'Your account',
        paragraphs: [
          'Use an e-mail address where we can reach you, and keep your password to yourself. You’re responsible for what happens under your account until you tell us that someone else has gained access to it.',
        ],
      },
      {
        heading: 'Our responsibility',
        paragraphs: [
          'We work to keep the portal and the products running, but we can’t promise that they never fail. We’re liable to the extent that the law of your country provides.',
          'If these terms change in a way that matters to you, we’ll tell you by e-mail before the change takes effect.',
        ],
      },
      {
        heading: 'Questions',
        paragraphs: ['Contact us at {mail}.'],
      },
    ],
  },
  privacy: {
    title: 'Privacy policy',
    lead: 'What this portal keeps about you, why, and for how long. There’s no advertising, no analytics and no tracking here.',
    sections: [
      {
        heading: 'What we keep',
        paragraphs: [
          'Your account: name, e-mail address, language, country, and when you accepted the terms. Your password is stored as a hash, from which it can’t be read. When you ask to change your e-mail address, we keep the old and the new one for 30 days.',
          'Your profile, if you fill it in: company, number of employees, postal address and country.',
          'How you sign in: passkeys and security keys with the names you give them, the secret of an authenticator app (encrypted), recovery codes (encrypted), the accounts at other providers that you have linked, and API tokens (as hashes, with their names and when they were last used).',
          'Your sessions, until they end, and a security log of the past year: sign-ins and changes to your account, each with its time, IP address and browser.',
          'The e-mails we send you: for which account, about what and when, for 90 days. We don’t keep their text.',
          'Attempts to sign in and requests, counted for a short time to stop abuse. The counters contain no readable addresses.',
          'Your licences and receipts: plan, dates, amounts and the numbers Paddle gives them. Licence keys are stored encrypted.',
          'What Paddle tells us about your purchases, so that we can explain and correct mistakes.',
        ],
      },
      {
        heading: 'What we don’t keep',
        paragraphs: [
          'Card numbers and bank details never reach this portal: you give them to Paddle. What you write in Monica or OfficeLife stays there; this portal cannot see it.',
          'When a page breaks in your browser, it reports what failed and on which page to our log, but nothing about you.',
        ],
      },
      {
        heading: 'Who we share data with',
        paragraphs: [
          'Paddle, to take the payment: your e-mail address, country and postcode, what you buy, and a VAT number if you enter one. Its privacy policy applies there.',
          'A provider you sign in with, such as GitHub or Google: it learns that you sign in here. We ask it for your name and e-mail address.',
          'The product you use your key in learns whether the key is valid, for which plan and until when. The key itself contains the buyer’s e-mail address, which only the products and this portal can read.',
          'Nobody else, unless the law requires it.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'portal.session_token keeps you signed in, for 30 days at most after your last visit.',
          'portal.known_browser lets us recognise, for 400 days, a browser that has signed in to your account before: we then don’t warn you about it, and nobody can lock you out by guessing passwords.',
          'portal.remembered_device remembers for 30 days that you asked not to be asked for a code on this browser.',
          'portal.registration links your registration to this browser for 3 days. While you sign in with another provider or use a passkey, portal.provider_visit, portal.first_sign_in and portal.passkey_challenge connect the steps; they expire within a day.',
          'locale and color-scheme keep the language and the appearance you chose, for a year.',
          'We use none of them for anything else, and there are no third-party cookies.',
        ],
      },
      {
        heading: 'How long',
        paragraphs: [
          'We keep your account until you delete it. Receipts and payment records are kept for as long as tax law requires, without your name where possible.',
        ],
      },
      {
        heading: 'Your rights',
        paragraphs: [
          'You can access, correct, export and erase your data in your account settings, or ask us to do it at {mail}. You can also contact the data protection authority of your country.',
        ],
      },
    ],
  },
};
