/** Translates a row of the PHP portal's `users` into what this portal stores. */
import { secretFromBase32, unreadableSecret } from '#server/features/identity/two-step/secret-forms.ts';
import type { FindingKind } from '#server/features/takeover/report/report.ts';
import { openedByLaravel } from '#server/features/takeover/secrets/laravel-encrypter.ts';
import type { UserRow } from '#server/features/takeover/source/rows.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { maxEmployees, type Profile } from '#shared/accounts/profile.ts';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { comparableAddress, isEmailAddress } from '#shared/identity/email-address.ts';

export interface MappedPerson {
  id: number;
  name: string;
  /** As it is stored and compared; null if it can't be used. */
  email: string | null;
  emailVerified: boolean;
  locale: Locale;
  profile: Profile;
  isAdministrator: boolean;
  passwordHash: string | null;
  /** The secret of the authenticator app as it is stored; null if there is none in force. */
  totpSecret: string | null;
  recoveryCodes: string[];
  createdAt: Date | null;
  findings: FindingKind[];
}

export interface MapOptions {
  appKeys: readonly { bytes: Buffer }[];
  /** Whether a second factor counts only after it was confirmed. */
  hasConfirmation: boolean;
}

const maxNameLength = 255;
const longestLine = 200;
const longestPostalCode = 32;

/** The stored form of a bcrypt hash. */
const bcrypt = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
const base32Secret = /^[A-Z2-7]{8,128}=*$/;

const localeOf = (text: string | null): Locale =>
  Locale.catch('en').parse(text?.trim().slice(0, 2).toLowerCase());

function recoveryCodesIn(text: string): string[] | null {
  try {
    const codes: unknown = JSON.parse(text);
    return Array.isArray(codes) && codes.every((code) => typeof code === 'string') ? codes : null;
  } catch {
    return null;
  }
}

export function mapPerson(user: UserRow, { appKeys, hasConfirmation }: MapOptions): MappedPerson {
  const findings = new Set<FindingKind>();
  const cut = (text: string, longest: number): string => {
    const characters = [...text];
    if (text.length <= longest) return text;
    findings.add('shortened');
    let kept = '';
    for (const character of characters) {
      if (kept.length + character.length > longest) break;
      kept += character;
    }
    return kept;
  };
  const line = (text: string | null, longest = longestLine): string | null =>
    cut((text ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim(), longest) || null;

  const comparable = comparableAddress(user.email);
  const email = isEmailAddress(user.email) ? comparable : null;
  if (email === null) findings.add('address_unusable');

  const isHash = user.password !== null && bcrypt.test(user.password);
  if (user.password !== null && !isHash) findings.add('password_unreadable');

  const isInForce =
    user.two_factor_secret !== null && (!hasConfirmation || user.two_factor_confirmed_at !== null);
  let totpSecret: string | null = null;
  let recoveryCodes: string[] = [];
  if (isInForce && user.two_factor_secret !== null) {
    const secret = openedByLaravel(user.two_factor_secret, appKeys);
    if (secret !== null && base32Secret.test(secret))
      totpSecret = secretFromBase32(secret.replace(/=+$/, ''));
    else {
      // The account keeps its second step, which nobody can take until it is reset: a password alone isn't enough.
      totpSecret = unreadableSecret;
      findings.add('secret_unreadable');
    }
    const sealed = user.two_factor_recovery_codes;
    const opened = sealed === null ? '[]' : openedByLaravel(sealed, appKeys);
    const codes = opened === null ? null : recoveryCodesIn(opened);
    if (codes) recoveryCodes = codes;
    else findings.add('codes_unreadable');
  }
  const employees = user.total_number_of_employees;
  return {
    id: user.id,
    name:
      cut(user.name.replaceAll(/\p{Cc}+/gu, ' ').trim(), maxNameLength) || comparable.slice(0, maxNameLength),
    email,
    emailVerified: email !== null && user.email_verified_at !== null,
    locale: localeOf(user.locale),
    profile: {
      companyName: line(user.company_name),
      numberOfEmployees: employees !== null && employees >= 1 && employees <= maxEmployees ? employees : null,
      addressLine1: line(user.address_line_1),
      addressLine2: line(user.address_line_2),
      city: line(user.city),
      postalCode: line(user.postal_code, longestPostalCode),
      state: line(user.state),
      country: CountryCode.nullable()
        .catch(null)
        .parse(user.country?.trim().toUpperCase() ?? null),
    },
    isAdministrator: user.instance_administrator,
    passwordHash: isHash ? user.password : null,
    totpSecret,
    recoveryCodes,
    createdAt: user.created_at ?? null,
    findings: [...findings],
  };
}
