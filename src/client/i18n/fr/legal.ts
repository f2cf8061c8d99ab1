/** Terms and privacy policy in French; plain spaces here, as in all of French. */

import { typesetFrench } from '#client/i18n/format.ts';
import type { LegalTexts } from '#client/i18n/legal-text.ts';

export const legal: LegalTexts = typesetFrench<LegalTexts>({
  terms: {
    title: 'Conditions',
    lead: 'Ce que vous obtenez, ce que vous payez, et ce sur quoi chacun peut compter. Écrit pour être lu.',
    sections: [
      {
        heading: 'Ce qu’est une licence',
        paragraphs: [
          'Une licence donne accès à la version hébergée de Monica ou d’OfficeLife pendant la durée que vous payez. Une licence Monica vaut pour un compte ; une licence OfficeLife, pour le nombre de places achetées.',
          'Les deux produits sont des logiciels libres. Leur code source garde sa propre licence, et vous pouvez les héberger vous-même sans rien acheter ici.',
        ],
      },
      {
        heading: 'Le paiement',
        paragraphs: [
          'Paddle.com vend les licences et en est le vendeur officiel : il encaisse le paiement, ajoute la taxe de votre pays, envoie le reçu et répond des remboursements. Ses propres conditions s’appliquent à l’achat.',
          'Les prix de ces pages dépendent du pays que vous indiquez. Le montant qui compte est celui que Paddle affiche avant le paiement.',
          'Une licence se renouvelle d’elle-même à la fin de chaque mois ou de chaque année, jusqu’à ce que vous la résiliiez.',
        ],
      },
      {
        heading: 'Quand un paiement échoue',
        paragraphs: [
          'Une licence dont le renouvellement n’est pas payé reste valable {days} jours après le dernier jour payé. Ensuite elle prend fin ; un paiement ultérieur la relance.',
        ],
      },
      {
        heading: 'La résiliation',
        paragraphs: [
          'Vous pouvez résilier à tout moment sur la page du produit. La licence reste alors valable jusqu’au dernier jour payé et n’est pas renouvelée.',
          'Si la loi de votre pays vous donne un droit de rétractation, il demeure entier.',
        ],
      },
      {
        heading: 'La clé de licence',
        paragraphs: [
          'La clé est pour vous, et pour les personnes de votre compte ou de votre entreprise. Gardez-la comme un mot de passe.',
          'Les produits demandent de temps en temps à cet espace si la clé est encore valable.',
        ],
      },
      {
        heading: 'Votre compte',
        paragraphs: [
          'Indiquez une adresse e-mail où l’on vous joint, et gardez votre mot de passe pour vous. Vous répondez de ce qui se passe avec votre compte jusqu’à ce que vous nous disiez que quelqu’un d’autre y a accédé.',
        ],
      },
      {
        heading: 'Ce dont nous répondons',
        paragraphs: [
          'Nous travaillons à faire fonctionner cet espace et les produits, sans promettre qu’ils ne tombent jamais en panne. Nous répondons de ce dont la loi de votre pays nous rend responsables.',
          'Si ces conditions changent sur un point important pour vous, vous en êtes informé par e-mail avant que le changement ne vaille.',
        ],
      },
      {
        heading: 'Des questions',
        paragraphs: ['Écrivez à {mail}. Une personne répond.'],
      },
    ],
  },
  privacy: {
    title: 'Politique de confidentialité',
    lead: 'Ce que cet espace client conserve à votre sujet, pourquoi, et combien de temps. Il n’y a ici ni publicité, ni mesure d’audience, ni pistage.',
    sections: [
      {
        heading: 'Ce qui est conservé',
        paragraphs: [
          'Votre compte : nom, adresse e-mail, langue, et la date à laquelle vous avez accepté les conditions. Votre mot de passe est conservé sous forme d’empreinte, à partir de laquelle on ne peut pas le retrouver.',
          'Votre profil, si vous le remplissez : entreprise, nombre de salariés, adresse postale et pays.',
          'Vos moyens de connexion : les clés d’accès et clés de sécurité avec le nom que vous leur donnez, le secret d’une application d’authentification (chiffré), les codes de récupération (chiffrés), les comptes que vous avez liés chez d’autres fournisseurs, et les jetons d’API (sous forme d’empreintes, avec leur nom et leur dernière utilisation).',
          'Vos sessions, et un journal de sécurité de l’année écoulée : connexions et modifications du compte, chacune avec sa date, l’adresse IP et le navigateur.',
          'Les e-mails que nous vous envoyons : pour quel compte, à quel sujet et quand, pendant 90 jours.',
          'Vos licences et vos reçus : formule, dates, montants, numéros donnés par Paddle. Les clés de licence sont conservées chiffrées.',
          'Ce que Paddle nous dit de votre achat, pour qu’une erreur puisse être expliquée et réparée.',
        ],
      },
      {
        heading: 'Ce qui n’est pas conservé',
        paragraphs: [
          'Les numéros de carte et les coordonnées bancaires n’arrivent jamais ici : vous les donnez à Paddle. Ce que vous écrivez dans Monica ou OfficeLife y reste ; cet espace ne le voit pas.',
          'Lorsqu’une page cesse de fonctionner dans votre navigateur, elle nous indique ce qui a échoué et sur quelle page, mais rien à votre sujet.',
        ],
      },
      {
        heading: 'Qui d’autre voit quelque chose',
        paragraphs: [
          'Paddle, pour encaisser le paiement : votre adresse e-mail, votre pays et votre code postal, ce que vous achetez, et un numéro de TVA si vous en saisissez un. Sa politique de confidentialité s’y applique.',
          'Le fournisseur avec lequel vous vous connectez, GitHub ou Google par exemple : il apprend que vous vous connectez ici.',
          'Le produit où vous utilisez la clé apprend si elle est valable, pour quelle formule et jusqu’à quand. La clé elle-même contient l’adresse e-mail de l’acheteur, et seuls les produits peuvent la lire.',
          'Personne d’autre, sauf si la loi nous y oblige.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'Un cookie maintient votre session ouverte, 30 jours au plus après votre dernière visite. Un autre nous permet de reconnaître, pendant 400 jours, un navigateur qui s’est déjà connecté à votre compte : nous ne vous en avertissons alors pas, et personne ne peut vous en bloquer l’accès en devinant des mots de passe. Si vous demandez à ne plus saisir de code sur un appareil, un troisième s’en souvient pendant 30 jours.',
          'Lorsque vous créez un compte, vous connectez par un autre fournisseur ou utilisez une clé d’accès, des cookies de courte durée relient les étapes. La langue choisie est conservée un an dans un cookie ; votre navigateur enregistre aussi les couleurs choisies.',
          'Aucun ne sert à autre chose, et aucun ne vient d’un tiers.',
        ],
      },
      {
        heading: 'Combien de temps',
        paragraphs: [
          'Le compte reste jusqu’à ce que vous le supprimiez. Les reçus et la trace des paiements restent aussi longtemps que le droit fiscal l’exige, sans votre nom là où c’est possible.',
        ],
      },
      {
        heading: 'Vos droits',
        paragraphs: [
          'Vous pouvez voir ce qui est conservé à votre sujet, le faire corriger, l’emporter ou le faire effacer : vous pouvez tout faire dans les paramètres de votre compte, et nous le faisons pour vous si vous écrivez à {mail}. Vous pouvez aussi vous adresser à l’autorité de protection des données de votre pays.',
        ],
      },
    ],
  },
});
