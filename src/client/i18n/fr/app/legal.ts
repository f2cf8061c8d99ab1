/** The terms and the privacy policy in French. */

import type { LegalTexts } from '#client/i18n/legal-text.ts';

export const legal: LegalTexts = {
  updatedOn: 'Dernière mise à jour le {day}',
  earlier: 'Conditions et politique de confidentialité précédentes',
  operator: 'Éditeur de cet espace client',
  notTranslated: 'Ce texte n’est pas disponible en français.',
  terms: {
    title: 'Conditions',
    lead: 'Ce que vous obtenez, ce que vous payez et les engagements de chacun, en langage clair.',
    sections: [
      {
        heading: 'Ce qu’est une licence',
        paragraphs: [
          'Une licence donne accès à la version hébergée de Monica ou d’OfficeLife pendant la période payée. Une licence Monica couvre un compte ; une licence OfficeLife, le nombre de sièges achetés.',
          'Les deux produits sont des logiciels libres. Leur code source est distribué sous sa propre licence, et vous êtes libre de les héberger vous-même sans rien acheter ici.',
        ],
      },
      {
        heading: 'Le paiement',
        paragraphs: [
          'Paddle.com vend les licences en son nom propre (« merchant of record ») : il encaisse le paiement, ajoute les taxes de votre pays, envoie le reçu et gère les remboursements. Ses propres conditions s’appliquent à l’achat.',
          'Les prix affichés sur ces pages dépendent du pays que vous indiquez. Le montant affiché par Paddle avant le paiement fait foi.',
          'Une licence est renouvelée automatiquement à la fin de chaque mois ou de chaque année, jusqu’à la résiliation de l’abonnement.',
        ],
      },
      {
        heading: 'Quand un paiement échoue',
        paragraphs: [
          'Si un renouvellement n’est pas payé, la licence reste valable pendant un délai de grâce de {days} jours après le dernier jour payé, puis prend fin. Un paiement ultérieur la réactive.',
        ],
      },
      {
        heading: 'La résiliation',
        paragraphs: [
          'Vous pouvez résilier l’abonnement à tout moment sur la page du produit. La licence reste alors valable jusqu’au dernier jour payé et n’est pas renouvelée.',
          'La résiliation est sans effet sur le droit de rétractation dont vous disposez, le cas échéant, en vertu de la loi de votre pays.',
        ],
      },
      {
        heading: 'La clé de licence',
        paragraphs: [
          'La clé est réservée à vous et aux personnes de votre compte ou de votre entreprise. Protégez-la comme un mot de passe.',
          'De temps en temps, les produits vérifient auprès de cet espace client que la clé est toujours valide.',
        ],
      },
      {
        heading: 'Votre compte',
        paragraphs: [
          'Indiquez une adresse e-mail à laquelle nous pouvons vous joindre, et gardez votre mot de passe secret. Vous êtes responsable de l’utilisation de votre compte jusqu’à ce que vous nous signaliez qu’une autre personne y a eu accès.',
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
        heading: 'Questions',
        paragraphs: ['Contactez-nous à l’adresse {mail}.'],
      },
    ],
  },
  privacy: {
    title: 'Politique de confidentialité',
    lead: 'Ce que cet espace client conserve à votre sujet, pourquoi et pendant combien de temps. Il n’y a ici ni publicité, ni mesure d’audience, ni pistage.',
    sections: [
      {
        heading: 'Ce que nous conservons',
        paragraphs: [
          'Votre compte : nom, adresse e-mail, langue, pays, et la date à laquelle vous avez accepté les conditions. Votre mot de passe est conservé sous forme d’empreinte, à partir de laquelle on ne peut pas le retrouver. Lorsque vous demandez à changer d’adresse e-mail, ou que notre assistance la corrige, nous conservons l’ancienne et la nouvelle pendant 30 jours.',
          'Ce que notre assistance a noté à votre sujet, jusqu’à sa suppression ou celle de votre compte. Ces notes font partie des données que vous pouvez télécharger.',
          'Votre profil, si vous le remplissez : entreprise, nombre d’employés, adresse postale et pays.',
          'Vos moyens de connexion : les clés d’accès et clés de sécurité avec le nom que vous leur donnez, le secret de votre application d’authentification (chiffré), vos codes de récupération (chiffrés), les comptes externes que vous avez associés, et vos jetons d’API (sous forme d’empreintes, avec leur nom). Pour les clés et les jetons, également la date de leur dernière utilisation.',
          'Vos sessions, jusqu’à leur fin, et un journal de sécurité de l’année écoulée : connexions et modifications du compte, chacune avec sa date, l’adresse IP et le navigateur.',
          'La trace des e-mails que nous vous envoyons : compte concerné, sujet et date, pendant 90 jours. Nous ne conservons pas leur texte. Si vous créez un compte pour acheter, cette trace indique aussi le produit, la formule et le nombre de sièges choisis. Nous conservons aussi vos choix d’e-mails et, si votre adresse refuse nos e-mails, la date de ce refus.',
          'Le nombre de tentatives de connexion et de requêtes, pendant une courte durée, pour empêcher les abus. Ces compteurs ne contiennent aucune adresse lisible.',
          'Vos licences et vos reçus : formule, dates, montants et numéros attribués par Paddle. Les clés de licence sont conservées chiffrées. Pour chaque licence, nous conservons aussi la date à laquelle le produit a vérifié sa clé pour la dernière fois, et notre réponse.',
          'Si vous achetez pour une entreprise : son nom et son numéro de TVA tels que vous les indiquez. Si vous n’effectuez pas l’achat, nous les supprimons après 100 jours.',
          'Les modifications d’abonnement que vous demandez, avec le motif de la résiliation si vous en indiquez un.',
          'Ce que Paddle nous communique sur vos achats, afin d’expliquer et de corriger d’éventuelles erreurs.',
        ],
      },
      {
        heading: 'Ce que nous ne conservons pas',
        paragraphs: [
          'Vos numéros de carte et vos coordonnées bancaires ne passent jamais par cet espace client : vous les communiquez à Paddle. Ce que vous écrivez dans Monica ou OfficeLife y reste ; l’espace client n’y a pas accès.',
          'Lorsqu’une page cesse de fonctionner dans votre navigateur, elle signale à notre journal technique ce qui a échoué et sur quelle page, mais rien à votre sujet.',
        ],
      },
      {
        heading: 'Avec qui nous partageons vos données',
        paragraphs: [
          'Paddle, pour encaisser le paiement : votre adresse e-mail, votre pays et votre code postal, ce que vous achetez et, si vous achetez pour une entreprise, son nom, son adresse et son numéro de TVA. La politique de confidentialité de Paddle s’applique alors.',
          'Le service avec lequel vous vous connectez, par exemple GitHub ou Google : il sait que vous vous connectez ici. Nous lui demandons votre nom et votre adresse e-mail.',
          'Le produit dans lequel vous utilisez la clé : il sait si elle est valide, pour quelle formule et jusqu’à quand. La clé elle-même contient l’adresse e-mail de l’acheteur, que seuls les produits et cet espace client peuvent lire.',
          'Personne d’autre, sauf si la loi nous y oblige.',
        ],
      },
      {
        heading: 'Cookies',
        paragraphs: [
          'portal.session_token maintient votre session ouverte jusqu’à 30 jours après votre dernière visite. Si vous ne choisissez pas « Garder ma session ouverte sur cet appareil », portal.session_token n’est conservé que jusqu’à la fermeture du navigateur, tout comme portal.dont_remember, qui enregistre ce choix.',
          'portal.known_browser permet de reconnaître, pendant 400 jours, un navigateur que vous avez déjà utilisé pour vous connecter : nous ne vous envoyons alors pas d’avertissement, et personne ne peut bloquer votre accès en essayant des mots de passe.',
          'portal.remembered_device est conservé pendant 30 jours si vous avez choisi de ne plus saisir de code dans ce navigateur.',
          'portal.registration associe votre inscription à ce navigateur pendant 3 jours. Lorsque vous vous connectez avec un compte externe ou une clé d’accès, ou saisissez un code, portal.provider_visit, portal.first_sign_in, portal.passkey_challenge et portal.two_factor relient les étapes ; ils expirent en moins d’un jour.',
          'locale et color-scheme conservent pendant un an la langue et l’apparence choisies.',
          'Ces cookies ne servent à rien d’autre, et il n’y a aucun cookie tiers.',
        ],
      },
      {
        heading: 'Durée de conservation',
        paragraphs: [
          'Nous conservons votre compte jusqu’à ce que vous le supprimiez. Les reçus et les données de paiement sont conservés aussi longtemps que la réglementation fiscale l’exige, sans votre nom lorsque c’est possible.',
        ],
      },
      {
        heading: 'Vos droits',
        paragraphs: [
          'Vous pouvez consulter, corriger, exporter et effacer vos données dans les paramètres de votre compte, ou nous le demander à l’adresse {mail}. Vous pouvez aussi vous adresser à l’autorité de protection des données de votre pays.',
        ],
      },
    ],
  },
};
