/**
 * Tests that the import directions between features also apply to `Deps`: a feature may use only members of features
 * that it may import, and the members listed in `reachedThroughDeps`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownFeatures, reachedThroughDeps } from '#scripts/directions/rules.ts';

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

/** The places where a file names members: `Pick`, the parameter of a transaction, and `deps.member`. */
const lists = [
  /Pick<\s*(?:Deps|BoundDeps),([^>]*)>/g,
  /transaction\(\s*(?:async )?\(\{([^}]*)\}\)/g,
  /\{([^}]*)\}: BoundDeps\b/g,
  /\b(?:deps|inside|bound)\.(\w+)/g,
];

const membersIn = (source: string): string[] =>
  lists.flatMap((list) =>
    [...source.matchAll(list)].flatMap(([, members = '']) => members.match(/\w+/g) ?? []),
  );

/** Returns the members of `Deps` that the source uses although they belong to features it may not import. */
function foreignMembers(feature: string, source: string, owners: ReadonlyMap<string, string>): string[] {
  const others = knownFeatures[feature];
  // Privacy and administration may import every feature, so nothing is foreign to them.
  if (!others) return [];
  return [...new Set(membersIn(source))].filter((member) => {
    const owner = owners.get(member);
    return owner !== undefined && owner !== feature && !others.includes(owner);
  });
}

const owners = ownersOf(readFileSync('src/server/deps.ts', 'utf8'));

test('Features use only members of Deps that the import directions or reachedThroughDeps allow', () => {
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const foreign = new Map<string, Set<string>>();
  let seen = 0;
  for (const file of files) {
    const source = readFileSync(join(features, file), 'utf8');
    const [feature = ''] = file.split('/');
    seen += membersIn(source).length;
    for (const member of foreignMembers(feature, source, owners))
      foreign.set(feature, (foreign.get(feature) ?? new Set()).add(member));
  }
  expect(seen).toBeGreaterThan(500);
  expect(owners.get('flags')).toBe('billing');
  // Equality, so that a member that is no longer used leaves the list.
  expect(
    Object.fromEntries([...foreign].map(([feature, members]) => [feature, [...members].sort()])),
  ).toEqual(reachedThroughDeps);
});

test.each([
  "deps: Pick<Deps, 'licences' | 'flags'>, other: Pick<BoundDeps, 'now'>",
  'deps.transaction(async ({ licences, flags, now }) => licences)',
  'const write = ({ licences, flags }: BoundDeps) => licences;',
  'await inside.flags.raise(flag);',
])('A use against the import directions is detected: %s', (source) => {
  expect(foreignMembers('licences', source, owners)).toEqual(['flags']);
  expect(foreignMembers('billing', source, owners)).toEqual([]);
});
