/** What is wrong with an entry, before it is sent; the server checks again. */
import { passwordLength } from '#shared/accounts/accounts.ts';
import { isEmailAddress } from '#shared/identity/email-address.ts';

export type FieldProblem =
  | {
      key:
        | 'nameMissing'
        | 'nameTooLong'
        | 'emailMissing'
        | 'emailWrong'
        | 'passwordMissing'
        | 'codeMissing'
        | 'termsMissing';
    }
  | { key: 'passwordTooShort'; min: number; count: number }
  | { key: 'passwordTooLong'; max: number };

export function checkName(name: string): FieldProblem | null {
  const { length } = name.trim();
  if (length === 0) return { key: 'nameMissing' };
  return length > 100 ? { key: 'nameTooLong' } : null;
}

export function checkEmail(email: string): FieldProblem | null {
  if (email.trim() === '') return { key: 'emailMissing' };
  return isEmailAddress(email) ? null : { key: 'emailWrong' };
}

/** The address of an account that should be there: the server knows whether it is, however it looks. */
export function checkGivenEmail(email: string): FieldProblem | null {
  if (email.trim() === '') return { key: 'emailMissing' };
  return /.@./.test(email.trim()) ? null : { key: 'emailWrong' };
}

/** A password somebody already has: only whether there is one. */
export function checkGivenPassword(password: string): FieldProblem | null {
  return password === '' ? { key: 'passwordMissing' } : null;
}

/** A code of an app, or a recovery code: only whether there is one. */
export function checkCode(code: string): FieldProblem | null {
  return code.trim() === '' ? { key: 'codeMissing' } : null;
}

export function checkNewPassword(password: string): FieldProblem | null {
  const { min, max } = passwordLength;
  if (password === '') return { key: 'passwordMissing' };
  if (password.length < min) return { key: 'passwordTooShort', min, count: password.length };
  return password.length > max ? { key: 'passwordTooLong', max } : null;
}
