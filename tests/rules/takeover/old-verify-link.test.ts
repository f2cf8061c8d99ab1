/** Tests the signature of the PHP portal's links to confirm an address. */
import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isLinkTo, isSignedLink, secondsLeft } from '#server/features/takeover/links/old-verify-link.ts';

const appKey = `base64:${Buffer.alloc(32, 7).toString('base64')}`;
const email = 'nora@example.test';
const hash = createHash('sha1').update(email).digest('hex');
const expires = '1795964426';
const portal = { appKey, appUrl: 'https://portal.example.com', aliases: ['old.example.com'] };

const signed = (origin: string) => ({
  ...{ id: '4', hash, expires },
  signature: createHmac('sha256', appKey)
    .update(`${origin}/email/verify/4/${hash}?expires=${expires}`)
    .digest('hex'),
});

describe('The signature of an old link', () => {
  it.each(['https://portal.example.com', 'http://portal.example.com', 'https://old.example.com'])(
    'holds if it was made for %s',
    (origin) => {
      expect(isSignedLink(signed(origin), portal)).toBe(true);
    },
  );

  const link = signed('https://portal.example.com');
  it.each([
    ['another origin', signed('https://other.example.com')],
    ['another account', { ...link, id: '5' }],
    ['another end', { ...link, expires: '1895964426' }],
    ['another address', { ...link, hash: hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) }],
    ['no signature', { ...link, signature: '' }],
    ['a short signature', { ...link, signature: link.signature.slice(0, 10) }],
  ])('does not hold with %s', (_, altered) => {
    expect(isSignedLink(altered, portal)).toBe(false);
  });

  it('does not hold with the bytes of the key instead of its text', () => {
    expect(isSignedLink(link, { ...portal, appKey: appKey.slice('base64:'.length) })).toBe(false);
  });
});

it('A link is for one address and ends', () => {
  expect(isLinkTo({ hash }, email)).toBe(true);
  expect(isLinkTo({ hash }, 'other@example.test')).toBe(false);
  const end = new Date(1_795_964_426_000);
  expect(secondsLeft({ expires }, new Date(end.getTime() - 5_000))).toBe(5);
  expect(secondsLeft({ expires }, end)).toBe(0);
  expect(secondsLeft({ expires: 'never' }, end)).toBe(0);
});

const Facts = z.object({
  secrets: z.object({ app_key: z.string() }),
  origin: z.string(),
  people: z.array(z.object({ email: z.string(), verify_link: z.string().optional() })),
});
const facts = join(process.env.PHP_PORTAL_DIR ?? '', 'facts.json');
const isThere = process.env.PHP_PORTAL_DIR !== undefined && existsSync(facts);

describe.skipIf(!isThere)(
  isThere ? 'Real links' : 'Real links (skipped: PHP_PORTAL_DIR names no folder)',
  () => {
    it('hold with the key of the portal that sent them', () => {
      const { secrets, origin, people } = Facts.parse(JSON.parse(readFileSync(facts, 'utf8')));
      const links = people.flatMap(({ email: address, verify_link: link }) =>
        link ? [{ address, link }] : [],
      );
      expect(links.length).toBeGreaterThan(0);
      for (const { address, link } of links) {
        const { pathname, searchParams } = new URL(link);
        const [, , , id = '', of = ''] = pathname.split('/');
        const parts = {
          ...{ id, hash: of, expires: searchParams.get('expires') ?? '' },
          signature: searchParams.get('signature') ?? '',
        };
        const there = {
          appKey: secrets.app_key,
          appUrl: 'https://portal.example.com',
          aliases: [new URL(origin).host],
        };
        expect(isSignedLink(parts, there)).toBe(true);
        expect(isLinkTo(parts, address)).toBe(true);
      }
    });
  },
);
