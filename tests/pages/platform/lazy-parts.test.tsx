/**
 * Tests what happens when a release has removed code, styles or translations that a page still needs. The page is
 * reloaded once, never in a loop.
 */
import '@testing-library/jest-dom/vitest';
import { fireEvent, render, screen } from '@testing-library/react';
import { useTranslations } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { LocaleProvider } from '#client/i18n/locale.tsx';
import { createMessages } from '#client/i18n/messages.ts';
import { MissingPart, part, partOfPage, recover, watchStyles, watchTyping } from '#client/lazy-parts.ts';

const reloaded = vi.fn<() => void>();
const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'));
let stopWatching: () => void;

beforeEach(() => {
  sessionStorage.clear();
  reloaded.mockReset();
  vi.spyOn(browser, 'reload').mockImplementation(reloaded);
  vi.stubGlobal('fetch', async () => new Response(null, { status: 200 }));
  stopWatching = watchTyping();
});
afterEach(() => {
  stopWatching();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  for (const script of document.head.querySelectorAll('script')) script.remove();
});

function loadedFrom(release: string): void {
  for (const script of document.head.querySelectorAll('script')) script.remove();
  const script = document.createElement('script');
  script.setAttribute('type', 'module');
  script.setAttribute('src', `/assets/${release}.js`);
  Object.defineProperty(script, 'src', { value: `/assets/${release}.js` });
  vi.spyOn(document, 'querySelector').mockReturnValue(script);
}

describe('A missing part of the client', () => {
  it('reloads the page once for each release', async () => {
    loadedFrom('main-1');
    expect(await recover()).toBe('reloading');
    expect(await recover()).toBe('missing');
    loadedFrom('main-2');
    expect(await recover()).toBe('reloading');
    // Two releases are served at the same URL, and each lacks the files that the other refers to.
    loadedFrom('main-1');
    expect(await recover()).toBe('missing');
    expect(reloaded).toHaveBeenCalledTimes(2);
  });

  it("doesn't reload the page when the server is unreachable or storage is unavailable", async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    expect(await recover()).toBe('unreachable');
    vi.stubGlobal('fetch', async () => new Response(null, { status: 200 }));
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('forbidden');
    });
    expect(await recover()).toBe('missing');
    expect(reloaded).not.toHaveBeenCalled();
  });

  it('is reported as MissingPart for a script and for a stylesheet', async () => {
    await expect(part(gone)()).rejects.toBeInstanceOf(MissingPart);
    await expect(
      part(() => Promise.reject(new Error('Unable to preload CSS for /assets/x.css')))(),
    ).rejects.toBeInstanceOf(MissingPart);
  });

  it('is shared by concurrent requests and waits for stylesheets that failed the first time', async () => {
    const stop = watchStyles();
    let asked = 0;
    const fetchPage = part(async () => {
      asked += 1;
      // Simulates the bundler's loader, which requests a stylesheet only once: the second attempt doesn't check whether
      // the stylesheet has loaded.
      return await new Promise<string>((resolve, reject) => {
        if (asked > 1) return resolve('the page');
        const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/x.css' });
        link.addEventListener('error', () => reject(new Error('no style')));
        document.head.append(link);
        return link.dispatchEvent(new Event('error'));
      });
    });
    const answers = await Promise.allSettled([fetchPage(), fetchPage()]);
    expect([asked, ...answers.map(({ status }) => status)]).toEqual([1, 'rejected', 'rejected']);

    const links = () => [...document.head.querySelectorAll('link')].slice(1);
    const gone = fetchPage();
    for (const link of links()) link.dispatchEvent(new Event('error'));
    await expect(gone).rejects.toBeInstanceOf(MissingPart);
    const there = fetchPage();
    for (const link of links()) link.dispatchEvent(new Event('load'));
    await expect(there).resolves.toBe('the page');
    expect(asked).toBe(2);
    stop();
    for (const link of document.head.querySelectorAll('link')) link.remove();
  });

  it('shows an error instead of reloading a page with unsaved input', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    fireEvent.input(field, { target: { value: 'not saved yet' } });
    await expect(partOfPage(gone)).rejects.toMatchObject({ failure: { code: 'part_missing' } });
    expect(reloaded).not.toHaveBeenCalled();
    field.remove();
    void partOfPage(gone);
    await vi.waitFor(() => expect(reloaded).toHaveBeenCalledOnce());
  });
});

function PageOfToday() {
  const t = useTranslations('securityLog') as unknown as (kind: string) => string;
  return (
    <>
      <p>{t('a_kind_of_tomorrow')}</p>
      <p>the rest</p>
    </>
  );
}

describe('An unknown translation key', () => {
  it('shows a fallback text, keeps the rest of the page and is reported', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const messages = createMessages('en');
    await messages.load('common', 'account');
    render(
      <LocaleProvider messages={messages} isStrict={false}>
        <PageOfToday />
      </LocaleProvider>,
    );
    expect(screen.getByText('the rest')).toBeVisible();
    expect(screen.getByText(/This page is out of date. Reload it to see this/)).toBeVisible();
    expect(reported).toHaveBeenCalled();
  });
});
