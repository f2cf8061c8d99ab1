/** Showing again who one is, before something sensitive. */
export const confirm = {
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
} as const;
