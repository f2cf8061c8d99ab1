/** Tests the data embedded in a document, which must neither delay the page nor break it. */
import type { Request, Response } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { createFirstAnswer, type SignedInOf } from '#server/first-answer.ts';
import { ownBrand } from '#server/platform/brand/brand.ts';
import { keepDrawings } from '#server/platform/pages/keep-drawings.ts';
import { FirstAnswer, type PageToDraw } from '#shared/first-answer.ts';

const settings = {
  appUrl: 'https://portal.example',
  supportEmail: 'help@example.com',
  operator: { name: null, address: null },
  brand: { ...ownBrand, legalPages: [] },
  sourceUrl: 'https://example.com',
  billingUrls: { Monica: 'https://m.example', OfficeLife: 'https://o.example' },
  fallbackCountry: 'US',
  loginProviders: [],
  graceDays: 7,
  nextCheckAfterDays: 5,
  takeoverNoticeUntil: null,
  earlierTermsUrl: null,
  isTakeoverNoticed: false,
};

function answerOf(signedInOf: SignedInOf) {
  const warn = vi.fn();
  const deps = { settings, now: () => new Date('2026-11-29T12:00:00Z'), log: { warn } };
  const first = createFirstAnswer({ deps: deps as never, signedInOf, waitMs: 20 });
  return { warn, answer: first({ headers: {} } as Request, {} as Response) };
}

describe('The embedded first answer', () => {
  it('contains no account when the database fails, and logs the cause', async () => {
    const cause = new Error('the database is away');
    const { warn, answer } = answerOf(() => Promise.reject(cause));
    expect(await answer).not.toHaveProperty('account');
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ err: cause }), expect.any(String));
  });

  it("doesn't wait for a database that doesn't respond", async () => {
    const { answer } = answerOf(() => new Promise(() => undefined));
    expect(await answer).toEqual({
      publicConfig: expect.objectContaining({ graceDays: 7, today: '2026-11-29' }),
    });
  });

  it('contains a null account for a signed-out visitor, and only public settings', async () => {
    const { answer } = answerOf(async () => null);
    expect(await answer).toMatchObject({ account: null });
    expect((await answer).publicConfig).not.toHaveProperty('nextCheckAfterDays');
  });
});

describe('A server-rendered page', () => {
  const first = (today: string) => FirstAnswer.parse({ publicConfig: { ...settings, today }, account: null });
  const welcome = (today: string): PageToDraw => ({
    page: 'welcome',
    locale: 'en',
    nonce: 'n',
    first: first(today),
  });
  const drawing = { html: '<p></p>', title: 'Welcome', description: 'A page' };

  it('is cached for the day, except after an error or with an account', async () => {
    const draw = vi.fn(async () => drawing);
    draw.mockRejectedValueOnce(new Error('a fault in the page'));
    const kept = keepDrawings(draw);
    await expect(kept(welcome('2026-11-29'))).rejects.toThrow('a fault in the page');
    await kept(welcome('2026-11-29'));
    await kept(welcome('2026-11-29'));
    expect(draw).toHaveBeenCalledTimes(2);
    await kept(welcome('2026-11-30'));
    expect(draw).toHaveBeenCalledTimes(3);
    const account = {
      id: 1,
      name: 'Nora',
      email: 'nora@example.test',
      emailVerified: true,
      locale: 'en' as const,
      country: null,
      administratorRole: null,
    };
    const signedIn = { ...welcome('2026-11-30'), first: { ...first('2026-11-30'), account } };
    await kept(signedIn);
    await kept(signedIn);
    expect(draw).toHaveBeenCalledTimes(5);
  });
});
