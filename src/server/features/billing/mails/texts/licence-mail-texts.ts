/** Texts of the e-mails about a licence and its key. No e-mail contains the key itself. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { pages } from '#shared/pages.ts';
import { sampleLicence, sampleProduct } from './sample-licence.ts';
import { moneyOr, toldOf } from './told-of.ts';

interface AboutLicence {
  name: string;
  product: Product;
  /** The page of the portal that shows the licence and its key. */
  url: string;
}

export interface LicenceMailData {
  'licence-bought': AboutLicence & {
    /** Null if the product isn't sold per seat. */
    seats: number | null;
    /** Whether the licence renews on `day`. Otherwise `day` is its last day. */
    renews: boolean;
    day: CalendarDate;
    /** What was charged for the purchase; null if nothing was, or if no alert has reported it. */
    paid: Money | null;
    /** What is charged on `day` if the licence renews then; null if unknown. */
    nextCharge: Money | null;
    /** The page of the product where the key is pasted. */
    billingUrl: string;
  };
  /** The operator gave the customer a licence. */
  'licence-granted': AboutLicence & {
    /** Null if the product isn't sold per seat. */
    seats: number | null;
    /** The last day of the licence. */
    day: CalendarDate;
    billingUrl: string;
  };
  /** To the address with which a licence was bought that belongs to no account yet. */
  'claim-waiting': AboutLicence;
  'key-reissued': AboutLicence & {
    /** Whether the key that was replaced has stopped working. */
    hasStopped: boolean;
    /** When each old key that still works stops, soonest first. Keys that were replaced earlier may be among them. */
    stopping: readonly Date[];
    billingUrl: string;
  };
}

const billingUrl = 'https://product.example/settings/subscription';

const boughtReason = {
  en: 'You’re receiving this e-mail because you bought a licence at {host}.',
  fr: 'Vous recevez cet e-mail parce que vous avez acheté une licence sur {host}.',
};

export const licenceMails: MailTemplates<LicenceMailData> = {
  'licence-bought': {
    links: ({ url, billingUrl }) => [url, billingUrl],
    places: ({ product, seats, renews, day, paid, nextCharge }, formats) => ({
      product,
      seats: seats ?? 0,
      renews: String(renews),
      day: formats.day(day),
      told: toldOf(paid),
      paid: moneyOr(paid, formats.money),
      toldNext: toldOf(nextCharge),
      next: moneyOr(nextCharge, formats.money),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      billingUrl,
      seats: 5,
      renews: true,
      day: CalendarDate.parse('2027-09-17'),
      paid: { minor: 27_000, currency: 'USD' },
      nextCharge: { minor: 27_000, currency: 'USD' },
    }),
    texts: {
      en: {
        subject: 'Your {product} licence',
        text: 'Thank you for buying {product}{seats, plural, =0 {} one { for # seat} other { for # seats}}. Your licence key is in the portal: open your licence and copy the key.\n\nThen go to {product} with the second link below, locate the “Licence key” section and paste the key there.\n\n{told, select, true {Paddle has charged {paid}. } other {}}{renews, select, true {Your licence renews on {day}{toldNext, select, true { for {next}} free {, and nothing is charged that day} other {}}, unless you cancel the subscription before then.} other {Your licence is valid until the end of {day}.}}',
        action: 'Show my licence key',
        note: 'Paste the key in {product}:',
        reason: boughtReason.en,
      },
      fr: typesetFrench({
        subject: 'Votre licence {product}',
        text: 'Merci d’avoir acheté {product}{seats, plural, =0 {} one { (# siège)} other { (# sièges)}}. Votre clé de licence se trouve dans l’espace client : ouvrez votre licence et copiez la clé.\n\nEnsuite, ouvrez {product} avec le second lien ci-dessous, repérez la section « Clé de licence » et collez-y la clé.\n\n{told, select, true {Paddle a débité {paid}. } other {}}{renews, select, true {Votre licence sera renouvelée le {day}{toldNext, select, true { pour {next}} free {, sans que rien ne soit débité ce jour-là} other {}}, sauf si vous résiliez l’abonnement avant cette date.} other {Votre licence est valable jusqu’au {day} inclus.}}',
        action: 'Afficher ma clé de licence',
        note: 'Pour coller la clé dans {product} :',
        reason: boughtReason.fr,
      }),
    },
  },
  'licence-granted': {
    links: ({ url, billingUrl }) => [url, billingUrl],
    places: ({ product, seats, day }, formats) => ({ product, seats: seats ?? 0, day: formats.day(day) }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      billingUrl,
      seats: 5,
      day: CalendarDate.parse('2027-09-17'),
    }),
    texts: {
      en: {
        subject: 'Your free {product} licence',
        text: 'We have given you a licence for {product}{seats, plural, =0 {} one { with # seat} other { with # seats}}. It is free of charge and valid until the end of {day}. Your licence key is in the portal: open your licence and copy the key.\n\nThen go to {product} with the second link below, locate the “Licence key” section and paste the key there.',
        action: 'Show my licence key',
        note: 'Paste the key in {product}:',
        reason: 'You’re receiving this e-mail because you were given a licence at {host}.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} offerte',
        text: 'Nous vous offrons une licence {product}{seats, plural, =0 {} one { (# siège)} other { (# sièges)}}. Elle est gratuite et valable jusqu’au {day} inclus. Votre clé de licence se trouve dans l’espace client : ouvrez votre licence et copiez la clé.\n\nEnsuite, ouvrez {product} avec le second lien ci-dessous, repérez la section « Clé de licence » et collez-y la clé.',
        action: 'Afficher ma clé de licence',
        note: 'Pour coller la clé dans {product} :',
        reason: 'Vous recevez cet e-mail parce qu’une licence vous a été offerte sur {host}.',
      }),
    },
  },
  'claim-waiting': {
    links: ({ url }) => [url],
    places: ({ product }) => ({ product }),
    sample: (appUrl) => ({ name: '', product: sampleProduct, url: `${appUrl}${pages.register}` }),
    texts: {
      en: {
        subject: 'Your {product} purchase is waiting for you',
        text: 'A licence for {product} was bought with this e-mail address. It is waiting for an account with this address. Create one and confirm the address, and you’ll find your licence and its key there.',
        action: 'Create an account',
        note: 'If you already have an account with this address, sign in and confirm the address. If you didn’t buy anything, contact us.',
        reason:
          'You’re receiving this e-mail because your address was entered for a purchase of a licence sold at {host}.',
      },
      fr: typesetFrench({
        subject: 'Votre achat de {product} vous attend',
        text: 'Une licence {product} a été achetée avec cette adresse e-mail. Elle attend un compte avec cette adresse. Créez-en un et confirmez l’adresse : vous y trouverez votre licence et sa clé.',
        action: 'Créer un compte',
        note: 'Si vous avez déjà un compte avec cette adresse, connectez-vous et confirmez-la. Si vous n’avez rien acheté, écrivez-nous.',
        reason:
          'Vous recevez cet e-mail parce que votre adresse a été indiquée lors de l’achat d’une licence vendue sur {host}.',
      }),
    },
  },
  'key-reissued': {
    links: ({ url, billingUrl }) => [url, billingUrl],
    places: ({ product, hasStopped, stopping }, { moment }) => {
      const said = (end: Date | undefined) => (end ? moment(end) : { day: '', time: '' });
      const [next, last] = [stopping.at(0), stopping.at(-1)];
      const overlap = next?.getTime() === last?.getTime() ? 'together' : 'apart';
      const stopped = overlap === 'together' ? 'earlier' : 'earlier_apart';
      const { day: lastDay, time: lastTime } = said(last);
      return {
        ...{ product, ...said(next), lastDay, lastTime, count: stopping.length },
        state: !next ? 'all' : hasStopped ? stopped : overlap,
      };
    },
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      billingUrl,
      hasStopped: false,
      stopping: [new Date('2027-02-19T14:30:00Z')],
    }),
    texts: {
      en: {
        subject: 'A new key for your {product} licence',
        text: 'Your {product} licence has a new key. {state, select, together {{count, plural, one {The old key works} other {The old keys work}} until {day}, {time} UTC. Paste the new one in {product} before then.} apart {The old keys stop working one after the other: the next one on {day}, {time} UTC, the last one on {lastDay}, {lastTime} UTC. Paste the new key in {product} before then.} earlier {The old key no longer works. Paste the new one in {product} now. {count, plural, one {The key that was replaced earlier works} other {The keys that were replaced earlier work}} until {lastDay}, {lastTime} UTC.} earlier_apart {The old key no longer works. Paste the new one in {product} now. The keys that were replaced earlier stop working one after the other: the next one on {day}, {time} UTC, the last one on {lastDay}, {lastTime} UTC.} other {The old key no longer works. Paste the new one in {product} now.}}',
        action: 'Show my licence key',
        note: 'If you didn’t expect this, contact us. Paste the key in {product}:',
        reason:
          'You’re receiving this e-mail because the key of a licence bought at {host} has been replaced.',
      },
      fr: typesetFrench({
        subject: 'Nouvelle clé pour votre licence {product}',
        text: 'Votre licence {product} a une nouvelle clé. {state, select, together {{count, plural, one {L’ancienne fonctionne} other {Les anciennes fonctionnent}} jusqu’au {day}, {time} UTC. Collez la nouvelle dans {product} d’ici là.} apart {Les anciennes cessent de fonctionner l’une après l’autre : la prochaine le {day}, {time} UTC, la dernière le {lastDay}, {lastTime} UTC. Collez la nouvelle clé dans {product} d’ici là.} earlier {L’ancienne ne fonctionne plus. Collez la nouvelle dans {product} dès maintenant. {count, plural, one {La clé remplacée auparavant fonctionne} other {Les clés remplacées auparavant fonctionnent}} jusqu’au {lastDay}, {lastTime} UTC.} earlier_apart {L’ancienne ne fonctionne plus. Collez la nouvelle dans {product} dès maintenant. Les clés remplacées auparavant cessent de fonctionner l’une après l’autre : la prochaine le {day}, {time} UTC, la dernière le {lastDay}, {lastTime} UTC.} other {L’ancienne ne fonctionne plus. Collez la nouvelle dans {product} dès maintenant.}}',
        action: 'Afficher ma clé de licence',
        note: 'Si vous n’êtes pas à l’origine de ce changement, écrivez-nous. Pour coller la clé dans {product} :',
        reason: 'Vous recevez cet e-mail parce que la clé d’une licence achetée sur {host} a été remplacée.',
      }),
    },
  },
};
