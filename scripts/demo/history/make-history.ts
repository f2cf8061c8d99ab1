/** Generates the prepared history. Its result is always the same. */
import { createChance } from './chance.ts';
import type { LogIn, Person } from './history.ts';
import { type Kind, makePerson } from './make-person.ts';

/** Number of people of each kind. The accounts that visitors of the demo can sign in to aren't counted. */
const cast: Readonly<Record<Kind, number>> = {
  running: 86,
  growing: 16,
  recovered: 12,
  newCard: 5,
  settledDown: 5,
  triedOut: 5,
  tryingOut: 4,
  notForThem: 2,
  pastDue: 5,
  lapsed: 2,
  gaveUp: 2,
  paused: 3,
  cameBack: 3,
  leaving: 9,
  gone: 15,
  moneyBack: 3,
  partlyBack: 2,
  vatBack: 2,
  disputed: 1,
  disputedOnce: 1,
  suspected: 1,
  byAddress: 2,
  'only registered': 10,
};

const address = (...parts: NonNullable<Person['address']>) => parts;

/** The accounts that visitors of the demo can sign in to. */
const logIns: Readonly<Record<LogIn, Omit<Person, 'logIn'>>> = {
  new: {
    name: 'Nils Sandberg',
    email: 'new@example.com',
    locale: 'en',
    country: null,
    registered: [-1, 1_130],
    lives: [],
  },
  active: {
    name: 'Amara Ashworth',
    email: 'active@example.com',
    locale: 'en',
    country: 'GB',
    company: 'Ashworth & Daughters Ltd',
    employees: 16,
    address: address('12 Church Lane', 'Bristol', 'BS1 5TR', null),
    registered: [-399, 560],
    lives: [
      { plan: 'monicaYearly', billed: [-26, 575], months: 12, coupon: 'TWIN10' },
      {
        plan: 'officeLifeMonthly',
        seats: 6,
        billed: [-9, 640],
        months: 11,
        deeds: [
          { at: [-300, 600], do: 'seats', seats: 9 },
          { at: [-168, 300], do: 'failures', attempts: 1 },
          { at: [-60, 845], do: 'seats', seats: 14 },
          { at: [-7, 990], do: 'refund', kind: 'partial', percent: 20 },
        ],
      },
    ],
  },
  past_due: {
    name: 'Florian Brandt',
    email: 'past-due@example.com',
    locale: 'en',
    country: 'DE',
    address: address('Lindenstraße 48', 'Leipzig', '04109', null),
    registered: [-162, 1_060],
    lives: [
      {
        plan: 'monicaMonthly',
        billed: [-2, 615],
        months: 5,
        deeds: [{ at: [-12, 300], do: 'card', works: false }],
      },
    ],
  },
  cancelled: {
    name: 'Camille Perrin',
    email: 'cancelled@example.com',
    locale: 'fr',
    country: 'FR',
    address: address('8 rue des Lilas', 'Nantes', '44000', null),
    registered: [-252, 1_180],
    lives: [{ plan: 'monicaYearly', billed: [-251, 1_195], deeds: [{ at: [-13, 1_240], do: 'cancel' }] }],
  },
};

/** Returns 200 people, ordered by when they signed up. */
export function makeHistory(): Person[] {
  const chance = createChance(20_221_107);
  const taken = new Set<string>();
  const people: Person[] = Object.entries(logIns).map(([logIn, person]) => ({
    ...person,
    logIn: logIn as LogIn,
  }));
  for (const [kind, count] of Object.entries(cast) as [Kind, number][]) {
    for (let one = 0; one < count; one += 1) people.push(makePerson(chance, kind, taken));
  }
  // Two customers change their e-mail address at Paddle. They are picked from those who have a single subscription to
  // which nothing else happens.
  const quiet = people.filter(({ lives }) => lives.length === 1 && !lives[0]?.deeds);
  for (const { email, lives } of quiet.slice(20, 22)) {
    const deed = { at: [-1, 720], do: 'new address', email: `${email.split('@')[0]}@example.org` } as const;
    for (const life of lives) life.deeds = [{ ...deed, at: [...deed.at] }];
  }
  return people.sort(
    (left, right) => left.registered[0] - right.registered[0] || left.registered[1] - right.registered[1],
  );
}
