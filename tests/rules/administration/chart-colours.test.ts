/**
 * Measures the colours of charts in both themes: the contrast of each on the surface, and how far apart each pair is,
 * as seen with and without a colour vision deficiency (Machado, Oliveira and Fernandes, 2009, at full severity).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Triple = readonly [number, number, number];

const css = readFileSync(new URL('../../../src/client/ui/styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('data-mantine-color-scheme="dark"');

const tokenIn = (theme: string, name: string): Triple => {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(theme)?.[1];
  if (hex === undefined) throw new Error(`there is no colour --${name}`);
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(0), part(2), part(4)];
};

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

const luminance = (colour: Triple): number => {
  const [r, g, b] = colour.map(linear) as unknown as Triple;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: Triple, other: Triple): number => {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

const visions = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, readonly Triple[]>;

/** The colour as it is seen, in CIELAB. */
function seen(colour: Triple, vision: keyof typeof visions): Triple {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  const rgb = times(visions[vision], colour.map(linear) as unknown as Triple).map(
    within,
  ) as unknown as Triple;
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    rgb,
  );
  const white = [0.95047, 1, 1.08883];
  const [x, y, z] = xyz.map((value, at) => {
    const share = value / (white[at] ?? 1);
    return share > 216 / 24_389 ? Math.cbrt(share) : ((24_389 / 27) * share + 16) / 116;
  }) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const series = [1, 2, 3, 4, 5];

describe.each([
  ['light', light, 20],
  ['dark', dark, 12],
] as const)('The colours of charts in the %s theme', (_name, theme, apart) => {
  it('have a contrast of 3:1 on the surface', () => {
    for (const n of series)
      expect(
        contrast(tokenIn(theme, `series-${n}`), tokenIn(theme, 'surface')),
        `series ${n}`,
      ).toBeGreaterThan(3);
  });

  it('leave text on a heat map readable', () => {
    for (const n of [1, 2, 3, 4])
      expect(contrast(tokenIn(theme, `heat-${n}`), tokenIn(theme, 'ink')), `shade ${n}`).toBeGreaterThan(5.1);
  });

  it.each(Object.keys(visions) as (keyof typeof visions)[])('can be told apart with %s', (vision) => {
    const colours = series.map((n) => seen(tokenIn(theme, `series-${n}`), vision));
    for (const [at, one] of colours.entries())
      for (const [other, two] of colours.slice(at + 1).entries()) {
        const distance = Math.hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);
        expect(distance, `series ${at + 1} and ${at + other + 2}`).toBeGreaterThan(apart);
      }
  });
});
