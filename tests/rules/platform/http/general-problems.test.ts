/** Tests that errors without a problem page of their own are reported as the general error for their status. */
import { expect, it } from 'vitest';
import { commonCodeOf, type ErrorCode, errorTable, isCommonError } from '#shared/errors.ts';

const general: Record<number, ErrorCode> = {
  400: 'invalid_input',
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  409: 'changed_meanwhile',
};
const others = (Object.keys(errorTable) as ErrorCode[]).filter((code) => !isCommonError(code));

it.each(others)('%s is reported as the general error of its status', (code) => {
  expect(commonCodeOf(code)).toBe(general[errorTable[code].http]);
});
