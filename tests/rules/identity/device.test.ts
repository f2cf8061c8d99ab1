/** Tests how a session's browser and operating system are derived from its User-Agent header. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceKind, deviceName } from '#shared/identity/device.ts';

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('A User-Agent header', () => {
  test.each([
    ['Firefox, Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'],
    ['Firefox, Android', 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0'],
    [
      'Firefox, iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15',
    ],
    ['Chrome, Linux', `Mozilla/5.0 (X11; Linux x86_64) ${webKit} Chrome/142.0.0.0 Safari/537.36`],
    ['Chrome, Android', `Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/142.0.0.0 Mobile Safari/537.36`],
    ['Chrome, ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webKit} Chrome/142.0.0.0 Safari/537.36`],
    [
      'Edge, Windows',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    ],
    [
      'Opera, macOS',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0`,
    ],
    [
      'Samsung Internet, Android',
      `Mozilla/5.0 (Linux; Android 10; K) ${webKit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    ],
    [
      'Safari, macOS',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    ],
    [
      'Safari, iPad',
      'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    ],
    ['Windows', 'Something/1.0 (Windows NT 10.0)'],
    [null, 'curl/8.5.0'],
    [null, ''],
    [null, null],
  ])('is recognised as %s', (name, userAgent) => {
    expect(deviceName(userAgent)).toBe(name);
  });

  test.each([
    ['computer', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'],
    ['phone', 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0'],
    ['tablet', 'Mozilla/5.0 (Android 15; Tablet; rv:145.0) Gecko/145.0 Firefox/145.0'],
    ['phone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) FxiOS/145.0 Mobile/15E148'],
    ['tablet', 'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1'],
    [null, 'curl/8.5.0'],
    [null, null],
  ])('belongs to this kind of device: %s', (kind, userAgent) => {
    expect(deviceKind(userAgent)).toBe(kind);
  });

  test('is recognised for any version number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (version) => {
        const userAgent = `Mozilla/5.0 (Windows NT 10.0; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
        expect(deviceName(userAgent)).toBe('Firefox, Windows');
      }),
    );
  });

  test('is read only in its first 500 characters, which bounds the time it takes', () => {
    const windows = 'Firefox/145.0 (Windows)';
    const nameBehind = (length: number) =>
      deviceName(`${'x'.repeat(length - windows.length - 1)} ${windows}`);
    expect(nameBehind(500)).toBe('Firefox, Windows');
    expect(nameBehind(505)).toBe('Firefox');
    expect(nameBehind(100_000)).toBeNull();
  });

  test('gives only letters, spaces and commas for any content', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20_000 }), (userAgent) => {
        expect(deviceName(userAgent) ?? '').toMatch(/^[A-Za-z]*( [A-Za-z]+)?(, [A-Za-z]+)?$/);
      }),
      { numRuns: 50 },
    );
  });
});
