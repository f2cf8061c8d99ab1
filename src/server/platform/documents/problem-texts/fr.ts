/** What the pages of problems say, in French. */
import type { ProblemName } from '#shared/problems.ts';
import type { ProblemTexts } from './problem-text.ts';

const texts: Readonly<Record<ProblemName, readonly [title: string, means: string, action: string]>> = {
  'invalid-input': [
    'La requête n’est pas valable',
    'Un élément de la requête manque, est mal formé ou figure deux fois. Le champ « detail » de la réponse dit lequel.',
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
    'Cette adresse n’est ouverte qu’aux personnes connectées.',
    'Connectez-vous, puis réessayez.',
  ],
  'email-not-verified': [
    'Confirmez d’abord votre adresse e-mail',
    'L’adresse e-mail du compte n’est pas encore confirmée.',
    'Ouvrez le lien de l’e-mail que nous avons envoyé, ou demandez-en un nouveau en vous connectant.',
  ],
  'confirmation-needed': [
    'Confirmez d’abord votre identité',
    'L’opération est sensible, et votre dernière confirmation est trop ancienne.',
    'Confirmez avec votre mot de passe ou une clé d’accès, puis réessayez.',
  ],
  'second-factor-needed': [
    'Activez d’abord la double authentification',
    'Cette adresse n’est ouverte qu’aux comptes protégés par la double authentification.',
    'Activez-la dans les paramètres du compte.',
  ],
  forbidden: [
    'Vous n’avez pas accès à ceci',
    'La requête a été comprise, mais son auteur n’a pas ce droit. Les requêtes envoyées par la page d’un autre site sont également refusées.',
    'Utilisez un compte qui a ce droit, depuis les pages de l’espace client.',
  ],
  'not-found': [
    'Il n’y a rien à cette adresse',
    'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
    'Vérifiez l’adresse. La documentation énumère celles de l’API.',
  ],
  'method-not-allowed': [
    'Cette méthode n’est pas admise ici',
    'L’adresse existe, mais elle attend une autre méthode, par exemple POST au lieu de GET.',
    'Utilisez une des méthodes de l’en-tête Allow de la réponse.',
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
    'Ceci a été modifié entre-temps',
    'Une autre personne ou un autre onglet a modifié la même chose depuis le chargement de la page. Rien n’a été modifié.',
    'Vérifiez l’état actuel, puis enregistrez de nouveau.',
  ],
  'too-many-tokens': [
    'Le nombre maximal de jetons est atteint',
    'Le compte a autant de jetons d’API qu’il peut en avoir.',
    'Supprimez un jeton qui ne sert plus.',
  ],
  'payload-too-large': [
    'La requête est trop volumineuse',
    'Le corps de la requête dépasse la limite de cette adresse.',
    'Envoyez moins de données. Une clé de licence seule n’est jamais trop longue.',
  ],
  'unsupported-media-type': [
    'Le format de la requête n’est pas accepté',
    'Le corps de la requête a un format ou un encodage qui n’est pas lu à cette adresse.',
    'Envoyez un format que nomme le champ « detail » de la réponse, sans Content-Encoding.',
  ],
  'too-many-requests': [
    'Trop de requêtes',
    'L’appelant a envoyé plus de requêtes qu’il ne le peut dans ce délai.',
    'Attendez le nombre de secondes de l’en-tête Retry-After, puis ralentissez.',
  ],
  'paddle-unavailable': [
    'Paddle est injoignable',
    'Paddle, qui encaisse les paiements, est injoignable.',
    'Réessayez dans quelques minutes. Rien n’a été débité.',
  ],
  'service-unavailable': [
    'Le service n’est pas disponible',
    'L’espace client ne peut pas répondre en ce moment, par exemple parce que sa base de données est injoignable. Cela ne préjuge en rien de l’état d’une licence.',
    'Réessayez après le nombre de secondes de l’en-tête Retry-After.',
  ],
  internal: [
    'Une erreur s’est produite de notre côté',
    'Une erreur s’est produite de notre côté. Cela ne dit rien d’une licence.',
    'Réessayez plus tard. Si l’erreur persiste, écrivez-nous en indiquant le X-Request-Id de la réponse.',
  ],
  'key-unreadable': [
    'Cette clé de licence ne peut pas être affichée',
    'Ce qui est enregistré de cette clé est illisible. La clé elle-même reste valable là où elle est utilisée.',
    'Contactez-nous si vous en avez besoin : nous pouvons en émettre une autre.',
  ],
  'host-unknown': [
    'Ce nom d’hôte n’est pas le nôtre',
    'La requête indique un nom d’hôte auquel l’espace client ne répond pas (HTTP 421).',
    'Utilisez l’adresse pour laquelle l’espace client a été configuré. Derrière un proxy, transmettez l’en-tête Host.',
  ],
  'token-missing': [
    'Aucun jeton d’accès n’a été envoyé',
    'Cette adresse demande un jeton d’accès, et la requête n’en porte aucun.',
    'Envoyez-le dans l’en-tête « Authorization: Bearer … ».',
  ],
  'token-invalid': [
    'Le jeton d’accès n’est pas valable',
    'Le jeton d’accès est inconnu, a expiré ou a été révoqué. Cela ne dit rien d’une licence.',
    'Demandez un nouveau jeton, une seule fois, et répétez la requête. Une instance de Monica garde l’ancien jusqu’à ce que l’on exécute « php artisan cache:forget customer_portal.access_token ».',
  ],
  'scope-insufficient': [
    'Le jeton d’accès ne donne pas ce droit',
    'Le jeton d’accès est valable, mais il n’a pas reçu la permission que demande cette adresse. L’en-tête WWW-Authenticate la nomme.',
    'Demandez un jeton avec cette portée ; les permissions d’un jeton personnel se choisissent dans les paramètres du compte.',
  ],
  'body-invalid': [
    'La requête ne contient pas de clé de licence',
    'La requête n’a pas de licence_key plausible : elle manque, figure deux fois, dépasse 4 096 caractères ou contient des caractères qu’aucune clé n’a. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Ne répétez pas la requête telle quelle.',
  ],
  'key-invalid': [
    'Ce n’est pas une clé de licence',
    'Ce texte n’est pas une clé de licence que nous avons émise : elle a été abîmée ou coupée, ou produite avec une autre PRIVATE_KEY. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Si des clés qui fonctionnaient sont refusées, l’exploitant doit vérifier PRIVATE_KEY et PRIVATE_KEY_PREVIOUS.',
  ],
  'licence-unknown': [
    'Aucune licence ne correspond à cette clé',
    'La clé est authentique, mais aucune licence ne lui correspond : une clé plus récente l’a remplacée, ou elle vaut pour un autre produit.',
    'Demandez au client la clé qui s’affiche maintenant dans son espace client.',
  ],
  'licence-ended': [
    'La licence a pris fin',
    'La licence est connue, et sa durée est écoulée. « reason » dit pourquoi : expired (expirée), paused (en pause), cancelled (résiliée), refunded (remboursée) ou revoked (révoquée).',
    'Verrouillez ce que la licence ouvrait, et dirigez le client vers son espace client pour qu’il la renouvelle. Réessayez plus tard : une licence renouvelée garde sa clé.',
  ],
};

export const french: ProblemTexts = {
  unknownTitle: 'Ce problème n’existe pas',
  unknown: 'Aucune de nos réponses ne désigne un problème de ce nom.',
  meansHeading: 'Ce que cela signifie',
  actionHeading: 'Que faire',
  status: 'Statut HTTP',
  documentation: 'Documentation de l’API (en anglais)',
  problems: Object.fromEntries(
    Object.entries(texts).map(([name, [title, means, action]]) => [name, { title, means, action }]),
  ) as ProblemTexts['problems'],
};
