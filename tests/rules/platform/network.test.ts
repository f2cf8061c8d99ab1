/** Tests that all addresses of one network count as one caller. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '#server/platform/http/request/network.ts';

describe('The network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    ['no address', ''],
  ])('for %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same within a /64 and differs between two', () => {
    const groups = (length: number) =>
      fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: length, maxLength: length });
    const written = (parts: number[]) => parts.map((part) => part.toString(16)).join(':');
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (prefix, one, other) => {
        const [a, b] = [networkOf(written([...prefix, ...one])), networkOf(written([...prefix, ...other]))];
        expect(a).toBe(b);
        const elsewhere = [...prefix.slice(0, 3), ((prefix[3] ?? 0) % 0xffff) + 1];
        expect(networkOf(written([...elsewhere, ...one])) === a).toBe(written(elsewhere) === written(prefix));
      }),
    );
  });
});
