/** The terms and the privacy policy in English. */
import type { LegalTexts } from '#client/i18n/legal-text.ts';

export const legal: LegalTexts = {
  updatedOn: 'Last updated on {day}',
  earlier: 'Terms and privacy policy that applied before',
  operator: 'Who runs this portal',
  notTranslated: 'This text isn’t available in English.',
  terms: {
    title: 'Terms',
    lead: 'What you get, what you pay, and what we expect of each other, in plain language.',
    sections: [
      {
        heading: 'What a licence is',
        paragraphs: [
          'A licence unlocks the hosted version of Monica or OfficeLife for the period you’ve paid for. A Monica licence covers one account; an OfficeLife licence covers the number of seats you’ve bought.',
          'Both products are open source. Their source code comes with a licence of its own, and you’re free to host them yourself without buying anything here.',
        ],
      },
      {
        heading: 'Paying',
        paragraphs: [
          'Paddle.com sells the licences and is the merchant of record: it takes the payment, adds your country’s tax, sends the receipt and handles refunds. Its own terms apply to the purchase.',
          'Prices on these pages depend on the country you choose. The amount Paddle shows before you pay is the one that applies.',
          'A licence renews automatically at the end of each month or year until you cancel the subscription.',
        ],
      },
      {
        heading: 'When a payment fails',
        paragraphs: [
          'If a renewal isn’t paid, the licence stays valid for a grace period of {days} days after the last day you’ve paid for, and then ends. A later payment reactivates it.',
        ],
      },
      {
        heading: 'Cancelling',
        paragraphs: [
          'You can cancel the subscription at any time on the product’s page. The licence then stays valid until the last day you’ve paid for and doesn’t renew.',
          'This doesn’t affect any right of withdrawal you may have under the law of your country.',
        ],
      },
      {
        heading: 'The licence key',
        paragraphs: [
          'The key is for you and the people in your account or company. Treat it like a password.',
          'From time to time, the products check with this portal that the key is still valid.',
        ],
      },
      {
        heading: 'Your account',
        paragraphs: [
          'Use an e-mail address where we can reach you, and keep your password to yourself. You’re responsible for what happens in your account until you tell us that someone else has gained access to it.',
        ],
      },
      {
        heading: 'Our responsibility',
        paragraphs: [
          'We work to keep the portal and the products running, but we can’t promise that they’ll never fail. Our liability is governed by the law of your country.',
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
    lead: 'What this portal keeps about you, why, and for how long. There’s no advertising, analytics or tracking here.',
    sections: [
      {
        heading: 'What we keep',
        paragraphs: [
          'Your account: name, e-mail address, language, country, and when you accepted the terms. Your password is stored only as a hash, from which it can’t be recovered. When you ask to change your e-mail address, or our support corrects it, we keep the old and the new one for 30 days.',
          'What our support has noted about you, until it’s deleted there or with your account. It’s part of the data that you can download.',
          'Your profile, if you fill it in: company, number of employees, postal address and country.',
          'How you sign in: passkeys and security keys with the names you give them, the secret of your authenticator app (encrypted), your recovery codes (encrypted), the accounts you’ve linked at other providers, and your API tokens (as hashes, with their names). For keys and tokens, also when they were last used.',
          'Your sessions, until they end, and a security log of the past year: sign-ins and changes to your account, each with its time, IP address and browser.',
          'A record of the e-mails we send you: the account, the subject matter and the time, for 90 days. We don’t keep their text. If you sign up to buy something, the record also contains the product, plan and seats you chose. We also keep which e-mails you’ve turned off, and since when your address has refused our e-mails, if it does.',
          'The number of sign-in attempts and requests, counted for a short time to prevent abuse. The counters contain no readable addresses.',
          'Your licences and receipts: plan, dates, amounts and the numbers Paddle assigns to them. Licence keys are stored encrypted. For each licence, we also keep when the product last checked its key, and our answer.',
          'If you buy for a company: its name and VAT number as you give them. If you don’t complete the purchase, we delete them after 100 days.',
          'The changes to a subscription that you ask for, with your reason for cancelling if you give one.',
          'What Paddle tells us about your purchases, so that we can explain and correct mistakes.',
        ],
      },
      {
        heading: 'What we don’t keep',
        paragraphs: [
          'Card numbers and bank details never reach this portal: you give them to Paddle. What you write in Monica or OfficeLife stays there; this portal can’t see it.',
          'If a page breaks in your browser, it reports to our log what failed and on which page, but nothing about you.',
        ],
      },
      {
        heading: 'Who we share your data with',
        paragraphs: [
          'Paddle, to take the payment: your e-mail address, country and postcode, what you buy and, if you buy for a company, its name, address and VAT number. Its privacy policy applies there.',
          'A provider you sign in with, such as GitHub or Google: it learns that you sign in here. We ask it for your name and e-mail address.',
          'The product in which you use your key: it learns whether the key is valid, for which plan and until when. The key itself contains the buyer’s e-mail address, which only the products and this portal can read.',
          'No one else, unless the law requires it.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'portal.session_token keeps you signed in for up to 30 days after your last visit. If you don’t choose “Keep me signed in on this device”, portal.session_token is kept only until you close the browser, and so is portal.dont_remember, which records that choice.',
          'portal.known_browser lets us recognise, for 400 days, a browser in which you’ve signed in before, so that we don’t send you a warning about it and no one can lock you out by guessing passwords.',
          'portal.remembered_device is kept for 30 days if you choose not to be asked for a code again in this browser.',
          'portal.registration links your sign-up to this browser for 3 days. While you sign in with another provider, use a passkey or enter a code, portal.provider_visit, portal.first_sign_in, portal.passkey_challenge and portal.two_factor connect the steps; they expire within a day.',
          'locale and color-scheme remember your choice of language and appearance for a year.',
          'We don’t use these cookies for anything else, and there are no third-party cookies.',
        ],
      },
      {
        heading: 'How long we keep it',
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
