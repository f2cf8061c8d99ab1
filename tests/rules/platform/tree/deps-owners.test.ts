/**
 * Tests that the import directions between features also apply to `Deps`: a feature may pick only members of features
 * that it may import.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownFeatures } from '#scripts/directions/rules.ts';

/** Members of `Deps` that every feature may pick. Any feature may read accounts and write to the security log. */
const openToAll: readonly string[] = ['accounts', 'securityEvents'];

const features = 'src/server/features';

/**
 * Maps each member of `Deps` to the feature from which its type is imported. Members that belong to the platform have
 * no feature.
 */
function ownersOf(source: string): ReadonlyMap<string, string> {
  const featureOf = new Map(
    [...source.matchAll(/import type \{ (\w+) \} from '\.\/features\/([^/]+)\//g)].map(
      ([, type, feature]) => [type, feature],
    ),
  );
  return new Map(
    [...source.matchAll(/^ {2}(\w+): (\w+);/gm)].flatMap(([, member = '', type]) => {
      const feature = featureOf.get(type);
      return feature === undefined ? [] : [[member, feature]];
    }),
  );
}

function picksIn(source: string): string[] {
  return [...source.matchAll(/Pick<\s*(?:Deps|BoundDeps),([^>]*)>/g)].flatMap(([, members = '']) =>
    [...members.matchAll(/'(\w+)'/g)].map(([, member = '']) => member),
  );
}

/** Returns the members of `Deps` that the source picks although they belong to features it may not know. */
function forbiddenPicks(feature: string, source: string, owners: ReadonlyMap<string, string>): string[] {
  const others = knownFeatures[feature];
  // Privacy and administration may know every feature, so no pick of theirs is forbidden.
  if (!others) return [];
  return picksIn(source).filter((member) => {
    const owner = owners.get(member);
    return owner !== undefined && owner !== feature && !others.includes(owner) && !openToAll.includes(member);
  });
}

const owners = ownersOf(readFileSync('src/server/deps.ts', 'utf8'));

test('No feature picks a member of Deps that the import directions forbid', () => {
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const picks = files.flatMap((file) => picksIn(readFileSync(join(features, file), 'utf8')));
  expect(picks.length).toBeGreaterThan(100);
  expect(owners.get('flags')).toBe('billing');

  const forbidden = files.flatMap((file) =>
    forbiddenPicks(file.split('/')[0] ?? '', readFileSync(join(features, file), 'utf8'), owners).map(
      (member) => `${file}: ${member}`,
    ),
  );
  expect(forbidden).toEqual([]);
});

test('A pick against the import directions is detected', () => {
  const source = "deps: Pick<Deps, 'licences' | 'flags'>, other: Pick<BoundDeps, 'now'>";
  expect(forbiddenPicks('licences', source, owners)).toEqual(['flags']);
  expect(forbiddenPicks('billing', source, owners)).toEqual([]);
});
