/** Terms and privacy policy in English. */
import type { LegalTexts } from '#client/i18n/legal-text.ts';

export const legal: LegalTexts = {
  terms: {
    title: 'Terms',
    lead: 'What you get, what you pay, and what each side may count on. Written to be read.',
    sections: [
      {
        heading: 'What a licence is',
        paragraphs: [
          'A licence unlocks the hosted version of Monica or OfficeLife for the time you pay for. A licence of Monica covers one account; a licence of OfficeLife covers the number of seats you bought.',
          'Both products are open source. Their source code keeps its own licence, and you may run them yourself without buying anything here.',
        ],
      },
      {
        heading: 'Paying',
        paragraphs: [
          'Paddle.com sells the licences and is the merchant of record: it takes the payment, adds the tax of your country, sends the receipt and answers for refunds. Its own terms apply to the purchase.',
          'Prices on these pages follow the country you name. What Paddle shows before you pay is the amount that counts.',
          'A licence renews by itself at the end of each month or year until you cancel it.',
        ],
      },
      {
        heading: 'When a payment fails',
        paragraphs: [
          'A licence whose renewal is not paid keeps working for {days} days after the last paid day. After that it ends; a later payment starts it again.',
        ],
      },
      {
        heading: 'Cancelling',
        paragraphs: [
          'You can cancel at any time on the page of the product. The licence then works until the last day you paid for and does not renew.',
          'Where the law of your country gives you a right to withdraw from the purchase, it stays untouched.',
        ],
      },
      {
        heading: 'The licence key',
        paragraphs: [
          'The key is for you, and for the people of your account or company. Keep it like a password.',
          'The products ask this portal from time to time whether the key is still good.',
        ],
      },
      {
        heading: 'Your account',
        paragraphs: [
          'Give an e-mail address that reaches you, and keep your password to yourself. You answer for what happens under your account until you tell us that somebody else has got into it.',
        ],
      },
      {
        heading: 'What we answer for',
        paragraphs: [
          'We work to keep the portal and the products running, and we do not promise that they never fail. What the law of your country says we answer for, we answer for.',
          'When these terms change in a way that matters to you, you are told by e-mail before the change counts.',
        ],
      },
      {
        heading: 'Questions',
        paragraphs: ['Write to {mail}. A person answers.'],
      },
    ],
  },
  privacy: {
    title: 'Privacy policy',
    lead: 'What this portal keeps about you, why, and for how long. There is no advertising here, no analytics and no tracking.',
    sections: [
      {
        heading: 'What is kept',
        paragraphs: [
          'Your account: name, e-mail address, language, and the time you accepted the terms. Your password is kept as a hash, from which it cannot be read.',
          'Your profile, as far as you fill it in: company, number of employees, postal address and country.',
          'How you sign in: passkeys and security keys with the names you give them, the secret of an authenticator app (encrypted), recovery codes (encrypted), the accounts at other providers that you have linked, and API tokens (as hashes, with their names and when they were last used).',
          'Your sessions, and a security log of the past year: sign-ins and changes to your account, each with its time, IP address and browser.',
          'The e-mails we send you: to which account, about what, and when, for 90 days.',
          'Your licences and receipts: plan, dates, amounts, the ids Paddle gives them. Licence keys are kept encrypted.',
          'What Paddle tells us about your purchase, so that a mistake can be explained and mended.',
        ],
      },
      {
        heading: 'What is not kept',
        paragraphs: [
          'Card numbers and bank details never reach this portal: you give them to Paddle. What you write in Monica or OfficeLife stays there; this portal cannot see it.',
          'When a page breaks in your browser, it tells us what failed and on which page, but nothing about you.',
        ],
      },
      {
        heading: 'Who else sees something',
        paragraphs: [
          'Paddle, to take the payment: your e-mail address, country and postcode, what you buy, and a VAT number if you enter one. Its privacy policy applies there.',
          'A provider you sign in with, such as GitHub or Google: it learns that you sign in here.',
          'The product you use your key in learns whether the key is good, for which plan and until when. The key itself carries the e-mail address of its buyer, and only the products can read it.',
          'Nobody else, unless the law obliges us.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'One cookie keeps you signed in, for 30 days at most after your last visit. Another lets us recognise, for 400 days, a browser that has signed in to your account before: we then don’t warn you about it, and nobody can lock you out of it by guessing passwords. If you ask not to be asked for a code on a device, a third remembers that for 30 days.',
          'While you register, sign in with another provider, or use a passkey, short-lived cookies tie the steps together. The language you chose is kept in a cookie for a year; your browser also stores the colours you chose.',
          'None of them is used for anything else, and none belongs to anybody else.',
        ],
      },
      {
        heading: 'How long',
        paragraphs: [
          'The account stays until you delete it. Receipts and the record of payments stay as long as tax law asks for them, without your name where that is possible.',
        ],
      },
      {
        heading: 'Your rights',
        paragraphs: [
          'You may see what is kept about you, have it put right, take it with you, or have it erased: you can do all of this in the settings of your account, and we do it for you if you write to {mail}. You may also turn to the data protection authority of your country.',
        ],
      },
    ],
  },
};
