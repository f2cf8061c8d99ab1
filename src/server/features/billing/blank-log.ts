/** Goes through the log and takes a person out of every event about them. */
import { isDeepStrictEqual } from 'node:util';
import type { Deps } from '../../deps.ts';
import type { LoggedEvent } from './event.repository.ts';
import { blankEvent, paddleUserOf } from './without-person.ts';

/** Whose traces are looked for. */
export interface Traces {
  email: string;
  paddleUserIds: ReadonlySet<number>;
  subjects: ReadonlySet<string>;
  /** Somebody else's, though they mention the person. */
  kept: ReadonlySet<string>;
}

export interface Blanked {
  events: number;
  /** What the events that were blanked are about. */
  subjects: string[];
  /** Events that cannot be read, and so not be blanked either: their ids. */
  unreadable: number[];
}

type BlankDeps = Pick<Deps, 'events' | 'paddle' | 'subjects' | 'transaction'>;

/** Events in one transaction, and rows of the log in one look. */
const together = 100;
const window = 500;

/** Once, after that id: by subject, by Paddle's number of the buyer, and by the address in any text. */
export async function blankLog(deps: BlankDeps, traces: Traces, after: number): Promise<Blanked> {
  const subjects = new Set(traces.subjects);
  const blanked = { events: 0, unreadable: [] as number[] };
  for (let lastId = after; ; ) {
    const page = await deps.events.listMentioning({
      after: lastId,
      window,
      subjects: [...subjects],
      texts: [inJson(traces.email), ...[...traces.paddleUserIds].flatMap(textsOfBuyer)],
    });
    const theirs = await theirsAmong(deps, { ...traces, subjects }, page.events);
    for (let start = 0; start < theirs.length; start += together) {
      const batch = theirs.slice(start, start + together);
      await deps.transaction(async (bound) => {
        for (const event of batch) await bound.events.rewrite(blankEvent(deps.paddle, event));
      });
    }
    blanked.events += theirs.length;
    blanked.unreadable.push(...page.unreadable);
    for (const { subject } of theirs) if (subject !== null) subjects.add(subject);
    lastId = page.lastId;
    if (page.isEnd) break;
  }
  return { ...blanked, subjects: [...subjects].filter((subject) => !traces.subjects.has(subject)) };
}

/** As JSON writes it: quotes and backslashes are escaped there. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const textsOfBuyer = (id: number): string[] => [`"user_id":"${id}"`, `"paddleUserId":${id}`];

/** Of events that mention the person, those that are about them and nobody else's. */
async function theirsAmong(
  deps: BlankDeps,
  { subjects, paddleUserIds, email, kept }: Traces,
  events: readonly LoggedEvent[],
): Promise<LoggedEvent[]> {
  const heads = await deps.subjects.find(
    events.flatMap(({ subject }) => (subject === null ? [] : [subject])),
  );
  const isBlank = (event: LoggedEvent) =>
    isDeepStrictEqual(blankEvent(deps.paddle, event).payload, event.payload);
  return events.filter((event) => {
    const { subject } = event;
    if (subject !== null && kept.has(subject)) return false;
    const isOfBuyer = paddleUserIds.has(paddleUserOf(deps.paddle, event) ?? 0);
    const isOfSubject = subject !== null && subjects.has(subject);
    const isUnowned = subject === null || (heads.get(subject)?.userId ?? null) === null;
    const names = JSON.stringify(event.payload).toLowerCase().includes(inJson(email));
    return (isOfBuyer || isOfSubject || (names && isUnowned)) && !isBlank(event);
  });
}
