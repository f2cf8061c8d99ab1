/** Showing again who one is, before something sensitive. */
export const confirm = {
  en: {
    title: 'Is it still you?',
    why: 'What you are about to do changes how your account is signed in to. Show once more that it is you; then it is good for a while.',
    submit: 'Confirm',
    cancel: 'Not now',
  },
  fr: {
    title: 'Est-ce toujours vous ?',
    why: 'Ce que vous allez faire change la façon de se connecter à votre compte. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
    submit: 'Confirmer',
    cancel: 'Pas maintenant',
  },
} as const;
