/** Generates one customer of the prepared history. */
import type { Chance } from './chance.ts';
import type { Moment, Person } from './history.ts';
import { type Land, lands } from './lands.ts';
import { kinds, type Wish } from './lives.ts';

export type Kind = keyof typeof kinds | 'only registered';

/** Returns a random number of seats. Most companies are small, but a few are large. */
const seatsFor = (chance: Chance): number => Math.max(2, Math.round(3 * Math.exp(2.6 * chance.next())));

function wishOf(chance: Chance, kind: Kind): Wish {
  const forCompany = kind === 'growing' || kind === 'vatBack' || chance.next() < 0.36;
  return {
    product: forCompany ? 'OfficeLife' : 'Monica',
    isYearly: chance.next() < 0.55,
    seats: forCompany ? seatsFor(chance) : 1,
  };
}

const latin = (text: string): string =>
  (text.split('/')[1] ?? text)
    .replaceAll('ß', 'ss')
    .replaceAll('Ł', 'L')
    .replaceAll('ł', 'l')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
const shown = (text: string): string => text.split('/')[0] ?? text;

const landPool = lands.flatMap((land) => Array.from({ length: land.share }, () => land));
/** Countries in the EU. Only customers who were charged VAT can have it refunded. */
const union = landPool.filter(({ country }) => ['FR', 'DE', 'NL', 'ES', 'BE', 'IT'].includes(country));

/** Picks a name that isn't in `taken` yet, and adds it to `taken`. */
function nameIn(chance: Chance, { given, family, familyFirst }: Land, taken: Set<string>) {
  for (;;) {
    const [first, last] = [chance.pick(given), chance.pick(family)];
    const local = `${latin(first)}.${latin(last)}`;
    if (taken.has(local)) continue;
    taken.add(local);
    return { name: familyFirst ? `${shown(last)} ${shown(first)}` : `${first} ${last}`, local, last };
  }
}

function homeIn(chance: Chance, land: Land): Pick<Person, 'country' | 'address'> {
  const [city, postalCode, state] = chance.pick(land.cities);
  const street = chance.pick(land.streets).replace('#', String(chance.between(1, 140)));
  return { country: land.country, address: [street, city, postalCode, state ?? null] };
}

/** Returns a day on or before that of the first purchase. It is an estimate, because months differ in length. */
const earliest = ({ lives }: Pick<Person, 'lives'>): number =>
  Math.min(0, ...lives.map(({ billed: [day], months = 0 }) => day - Math.ceil(months * 30.6)));

/** Picks a date of registration, one to five days before the first purchase. */
function registration(chance: Chance, person: Pick<Person, 'lives'>): Moment {
  const days = chance.next() < 0.7 ? 1 : chance.between(2, 5);
  return [Math.max(-400, earliest(person) - days), chance.between(6 * 60, 22 * 60)];
}

const mailHosts = ['example.com', 'example.org', 'example.net'] as const;

/**
 * Generates a person with a subscription of this kind. `taken` holds the names that are in use; the new name is added
 * to it.
 */
export function makePerson(chance: Chance, kind: Kind, taken: Set<string>): Person {
  const land = chance.pick(kind === 'vatBack' ? union : landPool);
  const { name, local, last } = nameIn(chance, land, taken);
  const wish = wishOf(chance, kind);
  const lives = kind === 'only registered' ? [] : [kinds[kind](chance, wish)];
  // Adds a second licence, either for the other product or another one for Monica.
  if (kind === 'running' && chance.next() < 0.09) {
    const product = chance.next() < 0.6 && wish.product === 'Monica' ? 'OfficeLife' : 'Monica';
    lives.push(
      kinds.running(chance, {
        product,
        isYearly: true,
        seats: product === 'OfficeLife' ? seatsFor(chance) : 1,
      }),
    );
  }
  const seats = Math.max(
    0,
    ...lives.map((life) => (life.plan.startsWith('officeLife') ? (life.seats ?? 1) : 0)),
  );
  const company = shown(chance.pick(land.companies).replace('*', shown(last)));
  const host = seats > 0 ? `${latin(last)}.test` : chance.pick(mailHosts);
  const isBare = kind === 'only registered' && chance.next() < 0.6;
  return {
    name,
    email: `${local}@${host}`,
    locale: land.locale,
    ...(isBare ? { country: null } : homeIn(chance, land)),
    ...(seats > 0 ? { company, employees: seats + chance.between(0, 9) } : {}),
    registered:
      kind === 'only registered'
        ? [-chance.between(1, 160), chance.between(300, 1_300)]
        : registration(chance, { lives }),
    lives,
  };
}
