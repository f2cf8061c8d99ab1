/**
 * Tests that forms are parsed and serialized as in PHP. The results are compared with a real PHP if one is installed.
 */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Naming,
  phpArray,
  phpEntries,
  readPhpForm,
  sortByKey,
} from '#server/platform/paddle/classic/php-form.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';

function serializedOf(body: Buffer, naming: Naming = 'php'): Buffer | null {
  const form = readPhpForm(body, naming);
  if (form.status === 'refused') return null;
  form.fields.delete('p_signature');
  return phpArray(phpEntries(sortByKey(form.fields)));
}

const php = spawnSync('php', ['-v']).status === 0;

describe.skipIf(!php)(php ? 'Compared with PHP' : 'Compared with PHP (skipped: php is not installed)', () => {
  const script = `
    foreach (explode("\\n", trim(stream_get_contents(STDIN))) as $line) {
      parse_str(base64_decode($line), $fields);
      unset($fields["p_signature"]);
      ksort($fields);
      echo base64_encode(serialize($fields)), "\\n";
    }`;
  const phpSerializes = (bodies: readonly string[]): string[] => {
    const input = bodies.map((body) => Buffer.from(body, 'latin1').toString('base64')).join('\n');
    const result = spawnSync('php', ['-d', 'max_input_vars=2000', '-r', script], {
      input: `${input}\n`,
      encoding: 'utf8',
    });
    expect(result.stderr).toBe('');
    return result.stdout.trim().split('\n');
  };

  /**
   * Field names made of characters that PHP treats specially. Numeric names have no leading zeros, because only then is
   * PHP's sort order unambiguous.
   */
  const name = fc.oneof(
    fc
      .string({
        unit: fc.constantFrom(
          'a',
          'b',
          'B',
          '_',
          '.',
          '%20',
          '+',
          '[',
          ']',
          '%5B',
          '[]',
          '[1]',
          '[-5]',
          '[08]',
          '[a]',
          '%00',
          '%E9',
          '%F0',
          '%',
          '%4',
          '-',
        ),
        minLength: 1,
        maxLength: 6,
      })
      .map((text) => `k${text}`),
    fc.integer({ min: -30, max: 30 }).map(String),
    fc.constantFrom(
      '',
      '%20',
      '++a',
      '[a]',
      '.b',
      'alert_id',
      'p_signature',
      '_08',
      '9223372036854775807',
      '9223372036854775808x'.slice(0, 19),
    ),
  );
  const value = fc
    .string({
      unit: fc.constantFrom(
        'a',
        'é',
        '🙂',
        '+',
        '%20',
        '%2B',
        '%00',
        '%E9',
        '%zz',
        '=',
        '"',
        ';',
        '}',
        '%0D%0A',
      ),
      maxLength: 8,
    })
    .map((text) => Buffer.from(text).toString('latin1'));
  const body = fc
    .array(
      fc.oneof(
        { weight: 9, arbitrary: fc.tuple(name, value).map(([key, text]) => `${key}=${text}`) },
        { weight: 1, arbitrary: name },
      ),
      { minLength: 1, maxLength: 14 },
    )
    .map((parts) => parts.join('&'));

  it('serialises generated bodies to the same bytes', () => {
    const bodies = fc.sample(body, { numRuns: someRuns(4_000), seed: 20_261_123 });
    const expected = phpSerializes(bodies);
    bodies.forEach((form, index) => {
      const ours = serializedOf(Buffer.from(form, 'latin1'));
      expect(ours?.toString('base64'), JSON.stringify(form)).toBe(expected[index]);
    });
  });

  it('sorts numeric, nearly numeric and text keys as PHP does', () => {
    const bodies = ['10=a&9=b&08=c&-1=e&1e1=f', '007=a&7=b&x=c&_=d', '-0=a&0=b&-5=c&a=d', 'Z=1&a=2&_=3&-=4'];
    expect(bodies.map((form) => serializedOf(Buffer.from(form))?.toString('base64'))).toEqual(
      phpSerializes(bodies),
    );
  });
});
