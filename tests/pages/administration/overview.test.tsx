/** Tests the overview: health first, figures with definitions, each chart as a table and a file, and empty states. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { OverviewFile } from '#shared/administration/overview.ts';
import { administration } from '#tests/pages/support/administration.ts';
import { anEmptyOverview, anOverview, anOverviewAfterAnOutage } from '#tests/pages/support/an-overview.ts';
import { refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/administration';
const showing = (overview: ReturnType<typeof anOverview>) =>
  administration({ 'administration.overview.read': () => overview });

const health = () => screen.findByRole('region', { name: 'Is everything in order?' });

describe('The overview', () => {
  it('says first that everything is in order, and how far Paddle was asked', async () => {
    await openPage(path, { server: administration() });
    const section = await health();
    expect(within(section).getByRole('heading', { level: 2 })).toHaveTextContent('Everything is in order');
    const [alerts, paddle, mails, instances, decisions] = within(section).getAllByRole('listitem');
    expect(alerts).toHaveTextContent(
      'All alerts that arrived have been processed.The last one arrived on 30 Nov 2026',
    );
    expect(paddle).toHaveTextContent('Paddle’s own list of alerts has been checked up to 30 Nov 2026');
    expect(paddle).toHaveTextContent('All subscriptions were last compared on 29 Nov 2026');
    expect(mails).toHaveTextContent('No e-mail is late or has failed.');
    expect(instances).toHaveTextContent('64 today.');
    expect(decisions).toHaveTextContent('No case is waiting for a decision.');
  });

  it('says what is not in order after Paddle was down, and what to do', async () => {
    await openPage(path, { server: showing(anOverviewAfterAnOutage()) });
    const section = await health();
    expect(within(section).getByRole('heading', { level: 2 })).toHaveTextContent('5 points need attention');
    for (const words of [
      '1 alert couldn’t be processed. Find out why, then process them again.',
      '2 alerts have been due for more than five minutes.',
      'Checking Paddle’s own list of alerts has failed 6 times in a row.',
      'although it should be checked every 15 minutes',
      'although they should be compared every night',
      '1,000 or more e-mails were given up after many attempts.',
      '7 couldn’t be answered today.',
      '4 cases are waiting for a decision',
    ])
      expect(section).toHaveTextContent(words);
    expect(section).not.toHaveTextContent('have been processed.');
  });

  it('shows the figures, each with its definition one click away', async () => {
    const { user } = await openPage(path, { server: administration() });
    const figures = await screen.findByRole('region', { name: 'Figures' });
    for (const words of [
      'US$5,693.00',
      'US$4,397.00, €1,200.00',
      'Converted at the rates of 1 November 2026. Left out, because there’s no rate: JPY.',
      'Active licences 2,045Paying: 2,030',
      'Seats 7,084',
      '1.8%60 of 3,361In the 30 days before: 2%',
      '31140 in 30 days',
      'US$9.00€18.00',
    ])
      expect(figures.textContent?.replaceAll('\u00A0', ' ')).toContain(words);
    expect(within(figures).getByRole('link', { name: 'See who' })).toHaveAttribute(
      'href',
      '/administration/customers?state=past_due',
    );
    await user.click(within(figures).getByRole('button', { name: 'What “Churn, 30 days” means' }));
    expect(await screen.findByRole('dialog', { name: 'Churn, 30 days' })).toHaveTextContent(
      'A licence that was kept in time doesn’t.',
    );
  });

  it('says how to set rates where there are none', async () => {
    const overview = anOverview();
    const revenue = { ...overview.revenue, converted: null };
    await openPage(path, { server: showing({ ...overview, revenue }) });
    const figures = await screen.findByRole('region', { name: 'Figures' });
    expect(figures).toHaveTextContent('US$4,397.00');
    expect(figures).toHaveTextContent('EXCHANGE_RATES=USD 2026-11-01 EUR=1.08 GBP=1.27');
  });

  it('shows each chart as a table too, with the keyboard', async () => {
    const { user } = await openPage(path, { server: administration() });
    const revenue = await screen.findByRole('region', { name: 'Monthly recurring revenue by month' });
    expect(
      await within(revenue).findByRole('img', {
        name: 'Monthly recurring revenue by month, November 2025 to November 2026. November 2026: US$5,693.00. All values are in the table.',
      }),
    ).toBeVisible();
    within(revenue)
      .getByRole('button', { name: /as a table/ })
      .focus();
    await user.keyboard('{Enter}');
    const rows = within(within(revenue).getByRole('table')).getAllByRole('row');
    expect(rows).toHaveLength(14);
    expect(rows[1]).toHaveTextContent('November 2026');
    expect(rows[1]).toHaveTextContent('US$4,396.00');
    await user.selectOptions(within(revenue).getByLabelText('Shown in'), 'EUR');
    expect(within(revenue).getAllByRole('row')[1]).toHaveTextContent('€1,200.00');
    await user.click(within(revenue).getByRole('button', { name: /as a chart/ }));
    expect(await within(revenue).findByRole('img')).toBeVisible();
    for (const [name, words] of [
      ['New and churned licences by month', 'November'],
      ['Renewed and ended licences by month', 'Ended: cancelled'],
      ['Refunds by month', 'US$9.00, €18.00'],
      ['Licence checks by day', 'Access token revoked'],
      ['Alerts from Paddle by day', 'Not needed'],
      ['Renewals due in the next 30 days', '1 December 2026'],
    ] as const) {
      const panel = screen.getByRole('region', { name });
      await user.click(within(panel).getByRole('button', { name: /as a table/ }));
      expect(within(panel).getByRole('table', { name })).toHaveTextContent(words);
    }
  });

  it('prints in the calendar how many renewals are due on each day', async () => {
    await openPage(path, { server: administration() });
    const panel = await screen.findByRole('region', { name: 'Renewals due in the next 30 days' });
    expect(panel).toHaveTextContent('147 renewals are due.');
    expect(panel).toHaveTextContent('Expected: US$1,323.00, €54.00');
    const calendar = within(panel).getByRole('table');
    expect(
      within(calendar)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual([...['Week of', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']]);
    expect(within(calendar).getByText(/^1 Dec: 118 renewals$/)).toBeInTheDocument();
  });

  it('saves each figure as CSV', async () => {
    const saved: string[] = [];
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:saved');
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    const server = administration({
      'administration.overview.file': ({ file }) => ({
        name: `${file}-2026-11-30.csv`,
        csv: `month\r\n${file}\r\n`,
      }),
    });
    const { user, called } = await openPage(path, { server });
    const buttons = await screen.findAllByRole('button', { name: /as CSV$/ });
    for (const button of buttons) await user.click(button);
    await waitFor(() => expect(saved).toHaveLength(buttons.length));
    const asked = called('administration.overview.file') as { file: string }[];
    expect(new Set(asked.map(({ file }) => file))).toEqual(new Set(OverviewFile.options));
    expect(new Set(saved)).toEqual(new Set(OverviewFile.options.map((file) => `${file}-2026-11-30.csv`)));
    vi.restoreAllMocks();
  });

  it('says of a new shop what will be here, and that figures are behind', async () => {
    await openPage(path, { server: showing({ ...anEmptyOverview(), uncounted: 12 }) });
    expect(await screen.findByRole('heading', { name: 'No sales yet' })).toBeVisible();
    expect(screen.getByText(/12 purchases have changed and aren’t in the figures yet/)).toBeVisible();
    expect(screen.getByText('None has arrived in the last 30 days.')).toBeVisible();
    expect(screen.getByRole('region', { name: 'Licence checks by day' })).toHaveTextContent(
      'Nothing in this period.',
    );
    expect(screen.queryByRole('region', { name: 'Figures' })).toBeNull();
  });

  it('says what to do when it can’t be loaded', async () => {
    let isDown = true;
    const server = administration({
      'administration.overview.read': () => (isDown ? refuse('internal') : anOverview()),
    });
    const { user } = await openPage(path, { server });
    await screen.findByText('“Overview” couldn’t be loaded');
    isDown = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await health()).toBeVisible();
  });
});
