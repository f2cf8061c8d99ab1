/** Terms and privacy policy in French; plain spaces here, as in all of French. */

import type { LegalTexts } from '#client/i18n/legal-text.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';

export const legal: LegalTexts = typesetFrench<LegalTexts>({
  updatedOn: 'Dernière mise à jour le {day}',
  operator: 'L’exploitant de cet espace client',
  terms: {
    title: 'Conditions',
    lead: 'Ce que vous obtenez, ce que vous payez et ce que nous attendons l’un de l’autre, en langage clair.',
    sections: [
      {
        heading: 'Ce qu’est une licence',
        paragraphs: [
          'Une licence donne accès à la version hébergée de Monica ou d’OfficeLife pendant la durée que vous payez. Une licence Monica vaut pour un compte ; une licence OfficeLife, pour le nombre de sièges achetés.',
          'Les deux produits sont des logiciels libres. Leur code source a sa propre licence, et vous êtes libre de les héberger vous-même sans rien acheter ici.',
        ],
      },
      {
        heading: 'Le paiement',
        paragraphs: [
          'Paddle.com vend les licences et en est le vendeur officiel : il encaisse le paiement, ajoute la taxe de votre pays, envoie le reçu et gère les remboursements. Ses propres conditions s’appliquent à l’achat.',
          'Les prix de ces pages dépendent du pays que vous indiquez. Le montant affiché par Paddle avant le paiement fait foi.',
          'Une licence est renouvelée automatiquement à la fin de chaque mois ou de chaque année, jusqu’à la résiliation de l’abonnement.',
        ],
      },
      {
        heading: 'Quand un paiement échoue',
        paragraphs: [
          'Une licence dont le renouvellement n’est pas payé bénéficie d’un délai de grâce de {days} jours après le dernier jour payé. Elle prend ensuite fin ; un paiement ultérieur la réactive.',
        ],
      },
      {
        heading: 'La résiliation',
        paragraphs: [
          'Vous pouvez résilier l’abonnement à tout moment sur la page du produit. La licence reste alors valable jusqu’au dernier jour payé et n’est pas renouvelée.',
          'Si la loi de votre pays vous donne un droit de rétractation, il demeure entier.',
        ],
      },
      {
        heading: 'La clé de licence',
        paragraphs: [
          'La clé est destinée à vous et aux personnes de votre compte ou de votre entreprise. Traitez-la comme un mot de passe.',
          'De temps en temps, les produits vérifient auprès de cet espace client si la clé est encore valable.',
        ],
      },
      {
        heading: 'Votre compte',
        paragraphs: [
          'Indiquez une adresse e-mail où nous pouvons vous joindre, et gardez votre mot de passe secret. Vous êtes responsable de l’utilisation de votre compte jusqu’à ce que vous nous signaliez qu’une autre personne y a accédé.',
        ],
      },
      {
        heading: 'Notre responsabilité',
        paragraphs: [
          'Nous veillons au bon fonctionnement de cet espace client et des produits, sans pouvoir garantir l’absence de panne. Notre responsabilité est celle que prévoit la loi de votre pays.',
          'Si ces conditions changent sur un point important pour vous, nous vous en informerons par e-mail avant l’entrée en vigueur du changement.',
        ],
      },
      {
        heading: 'Des questions',
        paragraphs: ['Contactez-nous à {mail}.'],
      },
    ],
  },
  privacy: {
    title: 'Politique de confidentialité',
    lead: 'Ce que cet espace client conserve à votre sujet, pourquoi, et combien de temps. Il n’y a ici ni publicité, ni mesure d’audience, ni pistage.',
    sections: [
      {
        heading: 'Ce que nous conservons',
        paragraphs: [
          'Votre compte : nom, adresse e-mail, langue, pays, et la date à laquelle vous avez accepté les conditions. Votre mot de passe est conservé sous forme d’empreinte, à partir de laquelle on ne peut pas le retrouver. Lorsque vous demandez à changer d’adresse e-mail, nous conservons l’ancienne et la nouvelle pendant 30 jours.',
          'Votre profil, si vous le remplissez : entreprise, nombre de salariés, adresse postale et pays.',
          'Vos moyens de connexion : les clés d’accès et clés de sécurité avec le nom que vous leur donnez, le secret d’une application d’authentification (chiffré), les codes de récupération (chiffrés), les comptes que vous avez associés chez d’autres fournisseurs, et les jetons d’API (sous forme d’empreintes, avec leur nom et leur dernière utilisation).',
          'Vos sessions, jusqu’à leur fin, et un journal de sécurité de l’année écoulée : connexions et modifications du compte, chacune avec sa date, l’adresse IP et le navigateur.',
          'Les e-mails que nous vous envoyons : pour quel compte, à quel sujet et quand, pendant 90 jours. Nous n’en conservons pas le texte.',
          'Les tentatives de connexion et les requêtes, comptées pendant une courte durée pour empêcher les abus. Les compteurs ne contiennent aucune adresse lisible.',
          'Vos licences et vos reçus : formule, dates, montants et numéros attribués par Paddle. Les clés de licence sont conservées chiffrées.',
          'Ce que Paddle nous communique sur vos achats, pour pouvoir expliquer et corriger les erreurs.',
        ],
      },
      {
        heading: 'Ce que nous ne conservons pas',
        paragraphs: [
          'Les numéros de carte et les coordonnées bancaires n’arrivent jamais ici : vous les donnez à Paddle. Ce que vous écrivez dans Monica ou OfficeLife y reste ; cet espace ne le voit pas.',
          'Lorsqu’une page cesse de fonctionner dans votre navigateur, elle inscrit dans notre journal technique ce qui a échoué et sur quelle page, mais rien à votre sujet.',
        ],
      },
      {
        heading: 'Avec qui nous partageons des données',
        paragraphs: [
          'Paddle, pour encaisser le paiement : votre adresse e-mail, votre pays et votre code postal, ce que vous achetez, et un numéro de TVA si vous en saisissez un. Sa politique de confidentialité s’y applique.',
          'Le fournisseur avec lequel vous vous connectez, GitHub ou Google par exemple : il apprend que vous vous connectez ici. Nous lui demandons votre nom et votre adresse e-mail.',
          'Le produit où vous utilisez la clé apprend si elle est valable, pour quelle formule et jusqu’à quand. La clé elle-même contient l’adresse e-mail de l’acheteur, que seuls les produits et cet espace client peuvent lire.',
          'Personne d’autre, sauf si la loi nous y oblige.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'portal.session_token maintient votre session ouverte, 30 jours au plus après votre dernière visite.',
          'portal.known_browser permet de reconnaître, pendant 400 jours, un navigateur qui s’est déjà connecté à votre compte : nous ne vous avertissons alors pas, et personne ne peut vous bloquer l’accès en essayant des mots de passe.',
          'portal.remembered_device retient pendant 30 jours que vous avez demandé à ne plus saisir de code dans ce navigateur.',
          'portal.registration associe votre inscription à ce navigateur pendant 3 jours. Lorsque vous vous connectez par un autre fournisseur ou utilisez une clé d’accès, portal.provider_visit, portal.first_sign_in et portal.passkey_challenge relient les étapes ; ils expirent en moins d’un jour.',
          'locale et color-scheme conservent la langue et l’apparence choisies, pendant un an.',
          'Aucun ne sert à autre chose, et il n’y a pas de cookies tiers.',
        ],
      },
      {
        heading: 'Combien de temps',
        paragraphs: [
          'Nous conservons votre compte jusqu’à ce que vous le supprimiez. Les reçus et les données de paiement sont conservés aussi longtemps que le droit fiscal l’exige, sans votre nom lorsque c’est possible.',
        ],
      },
      {
        heading: 'Vos droits',
        paragraphs: [
          'Vous pouvez consulter, corriger, exporter et effacer vos données dans les paramètres de votre compte, ou nous le demander à {mail}. Vous pouvez aussi vous adresser à l’autorité de protection des données de votre pays.',
        ],
      },
    ],
  },
});
