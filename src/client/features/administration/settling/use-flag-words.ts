/** Puts flags into words: what has happened, and what to do. */
import { useTranslations } from 'use-intl';
import { knownWord } from '#client/i18n/server-words.ts';
import { FlagKind } from '#shared/billing/flags.ts';

interface FlagWords {
  name: string;
  why: string | null;
  effect: string | null;
}

export function useFlagWords(): (kind: FlagKind) => FlagWords {
  const t = useTranslations('flags.kinds');
  return (kind) => {
    const known = knownWord(FlagKind.enum, kind);
    return known === null
      ? { name: kind, why: null, effect: null }
      : { name: t(`${known}.name`), why: t(`${known}.why`), effect: t(`${known}.effect`) };
  };
}
