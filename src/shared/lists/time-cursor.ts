/**
 * The place of a row in a list that is ordered by time, as text for an address. It stays valid when rows are added or
 * removed, and the ID tells rows of the same instant apart.
 */
import { z } from 'zod';

/** The time in milliseconds since 1970, and the ID. */
export const TimeCursor = z.string().regex(/^\d{1,13}-[1-9]\d{0,14}$/);

export interface TimePosition {
  at: Date;
  id: number;
}

export const writeTimeCursor = ({ at, id }: TimePosition): string => `${at.getTime()}-${id}`;

/** Reads a cursor that has been parsed by `TimeCursor`. */
export function readTimeCursor(cursor: string): TimePosition {
  const [at, id] = cursor.split('-').map(Number);
  return { at: new Date(at ?? 0), id: id ?? 0 };
}
