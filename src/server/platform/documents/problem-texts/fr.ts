/** French texts of the problem pages. */
import type { ProblemName } from '#shared/problems.ts';
import type { ProblemTexts } from './problem-text.ts';

const texts: Readonly<Record<ProblemName, readonly [title: string, means: string, action: string]>> = {
  'invalid-input': [
    'La requête n’est pas valide',
    'Un élément de la requête est manquant, mal formé ou envoyé deux fois. Le champ « detail » de la réponse indique lequel.',
    'Corrigez la requête. Telle quelle, elle sera de nouveau refusée.',
  ],
  'coupon-refused': [
    'Paddle n’accepte pas ce code promo',
    'Paddle, qui encaisse le paiement, n’accepte pas ce code promo pour cette formule.',
    'Vérifiez l’orthographe du code, ou continuez sans lui.',
  ],
  'vat-postcode-missing': [
    'Paddle demande le code postal de l’entreprise',
    'Avec un numéro de TVA, Paddle a besoin du code postal de l’entreprise dans ce pays.',
    'Saisissez le code postal, puis réessayez.',
  ],
  'email-refused': [
    'Paddle n’accepte pas l’adresse e-mail',
    'Paddle n’accepte pas l’adresse e-mail du compte.',
    'Changez l’adresse dans les paramètres du compte, puis réessayez.',
  ],
  'not-signed-in': [
    'Connectez-vous d’abord',
    'Vous devez être connecté pour accéder à cette adresse.',
    'Connectez-vous, puis réessayez.',
  ],
  'email-not-verified': [
    'Confirmez d’abord votre adresse e-mail',
    'L’adresse e-mail du compte n’est pas encore confirmée.',
    'Ouvrez le lien contenu dans l’e-mail que nous avons envoyé, ou demandez-en un nouveau en vous connectant.',
  ],
  'confirmation-needed': [
    'Confirmez d’abord votre identité',
    'Cette opération est sensible, et vous avez confirmé votre identité il y a trop longtemps.',
    'Confirmez avec votre mot de passe ou une clé d’accès, puis réessayez.',
  ],
  'second-factor-needed': [
    'Activez d’abord la double authentification',
    'Cette adresse est réservée aux comptes protégés par la double authentification.',
    'Activez-la dans les paramètres du compte.',
  ],
  forbidden: [
    'Vous n’avez pas accès à cette ressource',
    'La requête a été comprise, mais son auteur n’a pas ce droit. Les requêtes envoyées par la page d’un autre site sont également refusées.',
    'Utilisez un compte qui a ce droit, depuis les pages de l’espace client.',
  ],
  'not-found': [
    'Il n’y a rien à cette adresse',
    'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
    'Vérifiez l’adresse. La documentation énumère celles de l’API.',
  ],
  'method-not-allowed': [
    'Cette méthode n’est pas autorisée ici',
    'L’adresse existe, mais elle n’accepte que d’autres méthodes, par exemple POST au lieu de GET.',
    'Utilisez l’une des méthodes indiquées dans l’en-tête Allow de la réponse.',
  ],
  'already-licensed': [
    'Vous avez déjà une licence en cours pour ce produit',
    'Le compte a une licence en cours pour ce produit.',
    'Changez sa formule ou son nombre de sièges, ou précisez que vous voulez une autre licence.',
  ],
  'account-changed': [
    'Un autre compte est maintenant connecté',
    'La page appartient à un compte, et un autre est maintenant connecté dans ce navigateur. Rien n’a été modifié.',
    'Rechargez la page, puis continuez avec le compte qu’elle affiche.',
  ],
  'changed-meanwhile': [
    'Ces données ont été modifiées entre-temps',
    'Une autre personne ou un autre onglet a modifié ces données depuis le chargement de la page. Votre modification n’a pas été enregistrée.',
    'Vérifiez l’état actuel, puis enregistrez de nouveau.',
  ],
  'too-many-tokens': [
    'Le nombre maximal de jetons est atteint',
    'Le compte a atteint le nombre maximal de jetons d’API.',
    'Supprimez un jeton qui ne sert plus.',
  ],
  'payload-too-large': [
    'La requête est trop volumineuse',
    'Le corps de la requête dépasse la limite de cette adresse.',
    'Envoyez moins de données. Une clé de licence seule n’est jamais trop longue.',
  ],
  'unsupported-media-type': [
    'Le format de la requête n’est pas accepté',
    'Le corps de la requête a un format ou un encodage que cette adresse n’accepte pas.',
    'Utilisez un format indiqué dans le champ « detail » de la réponse, sans Content-Encoding.',
  ],
  'too-many-requests': [
    'Trop de requêtes',
    'L’appelant a envoyé trop de requêtes en peu de temps.',
    'Attendez le nombre de secondes indiqué dans l’en-tête Retry-After, puis espacez vos requêtes.',
  ],
  'paddle-unavailable': [
    'Paddle est injoignable',
    'Paddle, qui encaisse les paiements, est injoignable.',
    'Réessayez dans quelques minutes. Rien n’a été débité.',
  ],
  'service-unavailable': [
    'Le service n’est pas disponible',
    'L’espace client ne peut pas répondre en ce moment, par exemple parce que sa base de données est injoignable. Cela ne préjuge en rien de l’état d’une licence.',
    'Réessayez après le nombre de secondes indiqué dans l’en-tête Retry-After.',
  ],
  internal: [
    'Une erreur s’est produite de notre côté',
    'Une erreur s’est produite de notre côté. Cela ne préjuge en rien de l’état d’une licence.',
    'Réessayez plus tard. Si l’erreur persiste, écrivez-nous en indiquant le X-Request-Id de la réponse.',
  ],
  'key-unreadable': [
    'Cette clé de licence ne peut pas être affichée',
    'La copie enregistrée de cette clé est illisible. La clé elle-même reste valable là où elle est utilisée.',
    'Contactez-nous si vous en avez besoin : nous pouvons en émettre une autre.',
  ],
  'host-unknown': [
    'L’espace client n’est pas disponible sous ce nom d’hôte',
    'La requête indique un nom d’hôte que l’espace client ne sert pas (HTTP 421).',
    'Utilisez l’adresse pour laquelle l’espace client a été configuré. Derrière un proxy, transmettez l’en-tête Host.',
  ],
  'token-missing': [
    'Aucun jeton d’accès n’a été envoyé',
    'Cette adresse exige un jeton d’accès, et la requête n’en contient pas.',
    'Envoyez-le dans l’en-tête « Authorization: Bearer … ».',
  ],
  'token-invalid': [
    'Le jeton d’accès n’est pas valide',
    'Le jeton d’accès est inconnu, a expiré ou a été révoqué. Cela ne préjuge en rien de l’état d’une licence.',
    'Demandez un nouveau jeton, une seule fois, et répétez la requête. Une instance de Monica conserve l’ancien jeton tant que vous n’avez pas exécuté « php artisan cache:forget customer_portal.access_token ».',
  ],
  'scope-insufficient': [
    'Le jeton d’accès ne donne pas ce droit',
    'Le jeton d’accès est valide, mais il n’a pas l’autorisation qu’exige cette adresse. L’en-tête WWW-Authenticate l’indique.',
    'Demandez un jeton avec cette portée. Les autorisations d’un jeton personnel se choisissent dans les paramètres du compte.',
  ],
  'body-invalid': [
    'La requête ne contient pas de clé de licence',
    'La requête n’a pas de champ licence_key exploitable : il est absent, envoyé deux fois, dépasse 4 096 caractères ou contient des caractères qui ne figurent dans aucune clé. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Ne répétez pas la requête telle quelle.',
  ],
  'key-invalid': [
    'Ce n’est pas une clé de licence',
    'Ce texte n’est pas une clé de licence émise par cet espace client : il est abîmé, incomplet ou a été produit avec une autre PRIVATE_KEY. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Si des clés qui fonctionnaient sont refusées, l’exploitant doit vérifier PRIVATE_KEY et PRIVATE_KEY_PREVIOUS.',
  ],
  'licence-unknown': [
    'Aucune licence ne correspond à cette clé',
    'La clé est authentique, mais aucune licence ne lui correspond : une clé plus récente l’a remplacée, ou elle vaut pour un autre produit.',
    'Demandez au client la clé qui s’affiche maintenant dans son espace client.',
  ],
  'licence-ended': [
    'La licence a pris fin',
    'La licence est connue, mais elle a pris fin. Le champ « reason » en indique la cause : expired (expirée), paused (en pause), cancelled (résiliée), refunded (remboursée) ou revoked (révoquée).',
    'Verrouillez ce que la licence déverrouillait, et dirigez le client vers son espace client pour qu’il la renouvelle. Réessayez plus tard : une licence renouvelée garde sa clé.',
  ],
};

export const french: ProblemTexts = {
  unknownTitle: 'Ce problème n’existe pas',
  unknown: 'Aucune réponse de l’espace client ne désigne un problème de ce nom.',
  meansHeading: 'Ce que cela signifie',
  actionHeading: 'Que faire',
  status: 'Statut HTTP',
  documentation: 'Documentation de l’API (en anglais)',
  problems: Object.fromEntries(
    Object.entries(texts).map(([name, [title, means, action]]) => [name, { title, means, action }]),
  ) as ProblemTexts['problems'],
};
