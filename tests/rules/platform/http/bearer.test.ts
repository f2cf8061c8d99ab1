import { expect, test } from 'vitest';
import { bearerOf } from '#server/platform/rest/bearer.ts';

const presented = (...values: string[]) =>
  bearerOf({
    headers: values[0] === undefined ? {} : { authorization: values[0] },
    rawHeaders: values.flatMap((value) => ['Authorization', value]),
  });

test('A bearer token is read with any case of the scheme and any number of spaces', () => {
  expect(presented('Bearer abc.DEF-1~+/_==')).toEqual({ status: 'token', token: 'abc.DEF-1~+/_==' });
  expect(presented('bEARER   abc')).toEqual({ status: 'token', token: 'abc' });
});

test('A missing header, another scheme and a scheme without a token count as absent', () => {
  for (const value of [[], ['Basic YTpi'], ['Bearer'], ['Bearer '], ['']])
    expect(presented(...value)).toEqual({ status: 'absent' });
});

test('An invalid token is malformed, and two headers are ambiguous', () => {
  for (const value of ['Bearer a b', 'Bearer a,b', `Bearer ${'a'.repeat(4_097)}`, 'Bearer =a'])
    expect(presented(value)).toEqual({ status: 'malformed' });
  expect(presented('Bearer abc', 'Bearer abc')).toEqual({ status: 'ambiguous' });
});
