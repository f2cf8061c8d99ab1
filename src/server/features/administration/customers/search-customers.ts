/** Finds customers by whatever was typed or pasted into the search. What was typed is neither stored nor logged. */
import type { Deps } from '#server/deps.ts';
import { hasTyped, type TypedText, typedText } from '#server/features/accounts/customer-index/search-text.ts';
import type { WordPosition } from '#server/features/accounts/customer-index/search-word.repository.ts';
import { readKey } from '#server/features/licences/keys/read-key.ts';
import {
  type CustomerSearch,
  type CustomerSearchResult,
  customersPerSearch,
  type ListedCustomer,
  type Matched,
  type SearchedKey,
} from '#shared/administration/customers.ts';
import { AppError } from '#shared/errors.ts';
import type { FoundPurchase } from './listed-customer.repository.ts';

type SearchDeps = Pick<
  Deps,
  'keyVault' | 'licenceCipher' | 'licences' | 'listedCustomers' | 'now' | 'searchWords' | 'settings'
>;

/** Shorter text is no licence key. */
const minKeyLength = 32;

/** The IDs of Paddle and of the portal are shorter, and the columns that hold them too. */
const maxReferenceLength = 64;

/** Returns customers and purchases that match the text. Pages after the first have only further customers by words. */
export async function searchCustomers(
  deps: SearchDeps,
  { text, after }: CustomerSearch,
): Promise<CustomerSearchResult> {
  // Keys are pasted from e-mails, whose programs break long lines.
  const pasted = text.replaceAll(/[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '');
  const isFirstPage = after === undefined;
  const key = isFirstPage && pasted.length >= minKeyLength ? await searchedKey(deps, pasted) : null;
  const byNumbers = isFirstPage && key === null ? await purchasesOf(deps, pasted) : [];
  const numbers = [...ownerOfKey(key), ...byNumbers];
  const typed = key === null ? typedText(text) : null;
  const byWords = typed
    ? await searchWords(deps, typed, isFirstPage ? null : readCursor(after))
    : { found: [], next: null };

  const exact = new Map<number, Matched[]>();
  for (const { userId, matched } of numbers)
    if (userId !== null) exact.set(userId, [...new Set([...(exact.get(userId) ?? []), matched])]);
  const ids = [...new Set([...exact.keys(), ...byWords.found.map(({ userId }) => userId)])];
  const customers = await deps.listedCustomers.listByIds(ids);
  return {
    found: customers.map((customer) => ({
      customer,
      matched: [...(exact.get(customer.id) ?? []), ...(typed ? fieldsWith(customer, typed) : [])],
    })),
    withoutAccount: numbers.flatMap(({ userId, matched, reference, licenceId }) =>
      userId === null ? [{ matched, reference, licenceId }] : [],
    ),
    key,
    next: byWords.next,
  };
}

const ownerOfKey = (key: SearchedKey | null): FoundPurchase[] =>
  key?.licence
    ? [
        {
          matched: 'licence_key',
          reference: String(key.licence.id),
          userId: key.licence.customerId,
          licenceId: key.licence.id,
        },
      ]
    : [];

/** Returns what a key is worth; null if the text is no key: neither stored nor readable, and not as long as one. */
async function searchedKey(deps: SearchDeps, pasted: string): Promise<SearchedKey | null> {
  const { contents, known } = await readKey(deps, pasted);
  if (!known)
    return contents === null && pasted.length < minUnknownKey
      ? null
      : { isReadable: contents !== null, licence: null };
  const { licence, keyRetiredAt, isReplaced, check } = known;
  return {
    isReadable: contents !== null,
    licence: {
      id: licence.id,
      customerId: licence.userId,
      product: licence.plan.product,
      status: licence.status,
      validUntil: licence.validUntil,
      keyRetiredAt,
      isKeyReplaced: isReplaced,
      nextCheckOn: check.status === 'good' ? check.nextCheckOn : null,
      endReason: check.status === 'ended' ? check.reason : null,
    },
  };
}

/** Text of this length without a space is a key, even if it is damaged: addresses are shorter. */
const minUnknownKey = 120;

/** Finds what has this number at Paddle or here. */
async function purchasesOf(deps: SearchDeps, pasted: string): Promise<FoundPurchase[]> {
  if (pasted.length > maxReferenceLength || !/^[\w-]*\d[\w-]*$/.test(pasted)) return [];
  const found = await deps.listedCustomers.findPurchases(pasted);
  const number = Number(pasted);
  if (!/^\d+$/.test(pasted) || !Number.isSafeInteger(number)) return found;
  const [account] = await deps.listedCustomers.listByIds([number]);
  const licence = await deps.licences.findById(number);
  return [
    ...(account ? [{ matched: 'account' as const, reference: pasted, userId: number, licenceId: null }] : []),
    ...found,
    ...(await deps.listedCustomers.findByPaddleUser(number)),
    ...(licence
      ? [{ matched: 'licence' as const, reference: pasted, userId: licence.userId, licenceId: licence.id }]
      : []),
  ];
}

/** `whole`: customers of whom a whole value begins with the text. `words`: those found by its words, who come later. */
interface WordCursor {
  by: 'whole' | 'words';
  position: WordPosition | null;
}

const writeCursor = ({ by, position }: WordCursor): string =>
  `${by}-${position ? `${position.userId}-${position.word}` : ''}`;

function readCursor(text: string): WordCursor {
  const [, by, userId, word] = /^(whole|words)-(?:(\d{1,15})-(.+))?$/su.exec(text) ?? [];
  if (by !== 'whole' && by !== 'words') throw new AppError('invalid_input', 'not a cursor of the search');
  return {
    by,
    position: userId === undefined || word === undefined ? null : { userId: Number(userId), word },
  };
}

/** Finds customers by words: first those of whom a whole value begins with the text, then those who have all words. */
async function searchWords(
  deps: Pick<Deps, 'searchWords'>,
  typed: TypedText,
  cursor: WordCursor | null,
): Promise<{ found: WordPosition[]; next: string | null }> {
  const isOneWord = typed.words.length === 1 && typed.words[0] === typed.whole;
  const { by, position } = cursor ?? { by: isOneWord ? 'words' : 'whole', position: null };
  const whole =
    by === 'whole' ? await deps.searchWords.findByWhole(typed, position, customersPerSearch + 1) : [];
  if (whole.length > customersPerSearch) {
    const found = whole.slice(0, customersPerSearch);
    return { found, next: writeCursor({ by: 'whole', position: found.at(-1) ?? null }) };
  }
  if (whole.length === customersPerSearch)
    return { found: whole, next: writeCursor({ by: 'words', position: null }) };
  const { found, next } = await deps.searchWords.findByWords(
    typed,
    by === 'words' ? position : null,
    customersPerSearch - whole.length,
  );
  return {
    found: [...whole, ...found],
    next: next === null ? null : writeCursor({ by: 'words', position: next }),
  };
}

/** Returns the fields that made the words find the customer. */
const fieldsWith = ({ name, email, companyName }: ListedCustomer, typed: TypedText): Matched[] => [
  ...(hasTyped(name, typed) ? (['name'] as const) : []),
  ...(hasTyped(email, typed) ? (['email'] as const) : []),
  ...(hasTyped(companyName, typed) ? (['company'] as const) : []),
];
