/** Error messages by code, and the texts around them. */
export const errors = {
  invalid_input: 'Some fields aren’t valid. Check them and try again.',
  coupon_refused: 'Paddle doesn’t accept this coupon. Check the code, or leave the field empty.',
  vat_postcode_missing: 'Paddle needs the company’s postcode in this country. Enter it and try again.',
  email_refused:
    'Paddle doesn’t accept your account’s e-mail address. Change it in your settings, then try again.',
  not_signed_in: 'You’ve been signed out. Sign in to continue.',
  confirmation_needed: 'Confirm it’s you to continue.',
  email_not_verified: 'Your e-mail address isn’t confirmed yet. Open the link we sent you.',
  second_factor_needed: 'Administrators need two-step verification. Turn it on in your settings.',
  forbidden: 'You don’t have permission to do this.',
  not_found: 'This no longer exists. Reload the page.',
  already_licensed: 'You already have an active subscription to this product.',
  account_changed: 'This browser is now signed in to another account. Nothing was changed.',
  changed_meanwhile: 'This was changed elsewhere while you were editing. Check it, then save again.',
  too_many_tokens: 'You’ve reached the limit of 20 tokens. Delete one you no longer use.',
  method_not_allowed: 'This page is out of date. Reload it and try again.',
  unsupported_media_type: 'This page is out of date. Reload it and try again.',
  payload_too_large: 'The text is too long. Shorten it and try again.',
  too_many_requests: 'Too many attempts. Try again later.',
  paddle_unavailable: 'Paddle, our payment provider, isn’t responding. Try again in a minute.',
  service_unavailable: 'The portal is temporarily unavailable. Try again in a minute.',
  internal:
    'Something went wrong on our side. Try again; if it keeps happening, contact us and quote the request ID.',
  key_unreadable:
    'We can’t show this key right now, but it still works wherever you use it. If you need it, contact us.',
  unreachable: 'The portal can’t be reached. Check your internet connection and try again.',
} as const;

export const failure = {
  title: 'This page couldn’t be loaded',
  section: '“{section}” couldn’t be loaded',
  sectionSafe: 'Nothing has changed.',
  tooManyMinutes: 'Too many attempts. Try again in {minutes, plural, one {# minute} other {# minutes}}.',
  tooManyHours: 'Too many attempts. Try again in {hours, plural, one {# hour} other {# hours}}.',
  safe: 'Your licences still work, and you haven’t been charged.',
  nothingCharged: 'You haven’t been charged.',
  crashed: 'Something went wrong on this page. Your data is safe; reload the page.',
  updated: 'The portal has been updated, and this page couldn’t be loaded. Reload it in a moment.',
  unknown: 'This page is out of date. Reload it to see this.',
  reload: 'Reload',
} as const;

export const authErrors = {
  invalid_credentials: 'The e-mail address and password don’t match. Check both, or reset your password.',
  email_taken: 'There’s already an account with this address. Sign in, or reset your password.',
  link_invalid: 'This link has expired or has already been used. Request a new one.',
  already_confirmed: 'This address is already confirmed. Sign in.',
  registration_password_wrong: 'That isn’t the password chosen at sign-up. Try again, or choose a new one.',
  password_wrong: 'That’s not your password. Try again.',
  code_wrong: 'That code is wrong or has already been used. Enter the current one.',
  recovery_code_wrong: 'That recovery code is wrong or has already been used. Try another one.',
  factor_unreadable:
    'We can’t check this code right now, even if it’s correct. Try a recovery code, your app or a passkey instead, or contact us.',
  sign_in_again: 'This sign-in timed out or was started in another window. Sign in again.',
  too_many_codes: 'Too many wrong codes. Sign in again.',
  passkey_refused: 'This passkey can’t be used here. Try another one, or sign in another way.',
  passkey_late: 'This took too long. Try again.',
  passkey_not_given: 'Passkey request cancelled. Nothing has changed.',
  passkey_known: 'This device already has a passkey for your account.',
  already_signed_in: 'You’re already signed in. Reload the page.',
  mail_code_wrong: 'That’s not the code from our latest e-mail. Check it and try again.',
  mail_code_expired: 'This code has expired. Request a new one.',
  another_way_needed: 'Your account now has a password or passkey. Reload the page and confirm with that.',
  outdated: 'This has changed in the meantime. Reload the page.',
  password_too_short: 'This password is too short. Choose a longer one.',
  password_too_long: 'This password is too long. Choose a shorter one.',
  password_same: 'That’s your current password. Choose another one.',
  password_common: 'This password is too easy to guess. Try a few random words.',
  password_breached:
    'This password has appeared in a data breach. Choose another one, and change it wherever else you use it.',
  first_sign_in_gone: 'This sign-up has expired. Start again.',
  refused: 'Your request was refused, and nothing has changed. Reload the page and try again.',
  unanswered:
    'The portal didn’t respond in time. Reload the page to see whether it worked; if not, try again.',
  part_missing: 'The portal has been updated. Reload the page and try again.',
  account_blocked: 'This account is blocked from signing in. Your licences keep working. Contact us.',
  email_corrected:
    'This account’s e-mail address was corrected less than 24 hours ago. Until they’re over, no new password can be chosen by e-mail, and two-step verification stays on.',
  view_only: 'You’re viewing another customer’s pages. Nothing can be changed or opened from here.',
  view_ended: 'You’re no longer viewing this customer’s pages. Go back to the administration.',
  last_way_in: 'This is your only way to sign in. Set a password first.',
} as const;
