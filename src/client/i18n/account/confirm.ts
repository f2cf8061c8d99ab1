/** Showing again who one is, before something sensitive. */
export const confirm = {
  en: {
    title: 'Is it still you?',
    why: {
      signIn:
        'What you are about to do changes how your account is signed in to. Show once more that it is you; then it is good for a while.',
      email:
        'What you are about to do changes the e-mail address of your account. Show once more that it is you; then it is good for a while.',
      data: 'The file holds everything that is kept about you. Show once more that it is you; then it is good for a while.',
      tokens:
        'A token reads what is yours without signing in. Show once more that it is you; then it is good for a while.',
      deletion: 'Show once more that it is you. Right after that your account is deleted, for good.',
    },
    submit: 'Confirm',
    cancel: 'Not now',
  },
  fr: {
    title: 'Est-ce toujours vous ?',
    why: {
      signIn:
        'Ce que vous allez faire change la façon de se connecter à votre compte. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
      email:
        'Ce que vous allez faire change l’adresse e-mail de votre compte. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
      data: 'Le fichier contient tout ce qui est gardé sur vous. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
      tokens:
        'Un jeton lit ce qui est à vous sans connexion. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
      deletion:
        'Confirmez encore une fois que c’est vous. Aussitôt après, votre compte est supprimé, pour toujours.',
    },
    submit: 'Confirmer',
    cancel: 'Pas maintenant',
  },
} as const;
