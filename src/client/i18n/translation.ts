/** What a language has to bring: the same keys as English, each with a sentence. */
import type { en } from './en.ts';

export type Translation<T = typeof en> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
};
