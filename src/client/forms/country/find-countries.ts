/** Finds countries by a part of their name. */

export interface Country {
  /** ISO 3166 code. */
  code: string;
  /** Name in the page's language. */
  name: string;
  /** Names in the portal's other languages. */
  otherNames: readonly string[];
}

/** Removes what people leave out when they type: accents, capitals and typographic apostrophes. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’ʻ]/g, "'")
    .replaceAll(/\s/g, ' ')
    .toLowerCase();

const startsWord = (name: string, part: string): boolean =>
  name.startsWith(part) || name.split(/[ '(-]/).some((word) => word.startsWith(part));

/**
 * Returns how well a country matches: 0 is best, null not at all. Short parts of other languages would match too much.
 */
function rank({ code, name, otherNames }: Country, part: string): number | null {
  const own = fold(name);
  if (own.startsWith(part)) return 0;
  if (startsWord(own, part)) return 1;
  if (own.includes(part)) return 2;
  if (otherNames.some((other) => startsWord(fold(other), part))) return 3;
  return code.toLowerCase() === part ? 4 : null;
}

/** Returns the countries that match what was typed, best matches first, otherwise in the given order. */
export function findCountries(countries: readonly Country[], typed: string): Country[] {
  const part = fold(typed).trim();
  return countries
    .flatMap((country) => {
      const found = rank(country, part);
      return found === null ? [] : { country, found };
    })
    .toSorted((one, other) => one.found - other.found)
    .map(({ country }) => country);
}

/** Returns the country with exactly this name in any language; undefined if there is none. */
export function countryNamed(countries: readonly Country[], typed: string): Country | undefined {
  const whole = fold(typed).trim();
  return countries.find(({ name, otherNames }) => [name, ...otherNames].some((each) => fold(each) === whole));
}
