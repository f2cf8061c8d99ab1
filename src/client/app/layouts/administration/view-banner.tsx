/**
 * The banner and the frame around everything while an administrator views a customer's pages: whose pages they are,
 * that nothing can be changed, how much time is left, and the button that ends the view.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type TabView, tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { secondMs } from '#shared/durations.ts';
import classes from './view-banner.module.css';

export function ViewBanner({ view }: { view: TabView }) {
  const t = useTranslations('view');
  const seconds = useSecondsUntil(view.endsAt);
  const end = useEndView();
  const isOver = seconds === 0;
  useEffect(() => {
    if (isOver) tab.leaveView({ isOver: true });
  }, [isOver]);
  const { name, email } = view.customer;
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <>
      <section className={classes.banner} aria-label={t('label')} data-view-banner>
        <p>
          <strong>{t('whose', { name, email })}</strong> {t('readOnly')}
        </p>
        <div className="row">
          <span role="timer" aria-live="off" className="nw">
            {t('left', { time: left })}
          </span>
          <Button onClick={end}>{t('end')}</Button>
        </div>
        <p className="sr" role="status">
          {seconds <= 60 && t('soon')}
        </p>
      </section>
      <div className={classes.frame} aria-hidden="true" />
    </>
  );
}

const secondsUntil = (endsAt: number): number => Math.max(0, Math.ceil((endsAt - Date.now()) / secondMs));

/** Returns the whole seconds that are left, counted every second. */
function useSecondsUntil(endsAt: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(endsAt));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(endsAt)), secondMs);
    return () => clearInterval(timer);
  }, [endsAt]);
  return seconds;
}

/** Leaves the view at once, and then tells the server, in a request that is the administrator's own. */
function useEndView(): () => void {
  const { client } = trpc.useUtils();
  const { mutate } = useMutation({
    mutationFn: () => client.administration.viewAs.stop.mutate(),
    meta: { invalidates: [] },
  });
  return () => {
    tab.leaveView({ isOver: false });
    // If it fails, the view ends by itself: its token is forgotten here.
    mutate();
  };
}
