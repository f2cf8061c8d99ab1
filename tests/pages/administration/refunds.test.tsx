/** Tests refunds on the page of a customer: what is left, what is sent, and what is said until Paddle reports it. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '#client/features/administration/receipts/parse-amount.ts';
import type { RefundPreview, RefundProgress } from '#shared/billing/refunds.ts';
import { administration, maya } from '#tests/pages/support/administration.ts';
import { type Answers, refuse } from '#tests/pages/support/fake-server.ts';
import { aReceipt, aReceiptPage, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const orderId = '4418-2207';
const preview = (change: Partial<RefundPreview> = {}): RefundPreview => ({
  ...{ orderId, paid: usd(9_000), refunded: usd(1_000), left: usd(8_000), leftAfterOpen: usd(8_000) },
  ...{ refusal: null, requests: [] },
  ...change,
});
const refund = (change: Partial<RefundProgress> = {}): RefundProgress => ({
  ...{ requestId: 'a1'.repeat(16), orderId, amount: usd(4_500), state: 'pending', refusal: null },
  ...{ askedAt: new Date('2026-11-23T10:00:00Z'), settledAt: null },
  ...change,
});

async function openRefund(answers: Partial<Answers> = {}) {
  const server = administration({ 'administration.receipts.previewRefund': () => preview(), ...answers });
  const page = await openPage('/administration/customers/7', { server });
  const { user, fill } = page;
  await user.click(await screen.findByRole('button', { name: `Refund order ${orderId}` }));
  const dialog = await screen.findByRole('dialog', { name: `Refund order ${orderId}` });
  return {
    ...page,
    dialog,
    async type(amount: string) {
      const field = await within(dialog).findByLabelText('Amount in USD');
      await user.clear(field);
      await fill(field, amount);
    },
  };
}

describe('A refund', () => {
  it('of a part shows what is left, sends exactly the amount typed, and is pending afterwards', async () => {
    let asked: RefundProgress[] = [];
    const { user, fill, dialog, type, called } = await openRefund({
      'administration.customers.receipts': () => ({
        ...aReceiptPage([aReceipt({ amount: usd(9_000) })]),
        refunds: asked,
      }),
      'administration.receipts.refund': () => {
        asked = [refund()];
        return refund();
      },
    });
    expect(await within(dialog).findByText('At most US$80.00.')).toBeVisible();
    expect(dialog).toHaveTextContent('Refunded so farUS$10.00');
    await type('45,00');
    expect(dialog).toHaveTextContent('Paddle is asked to refund US$45.00 of US$90.00 to Nora Lindqvist');
    await fill(within(dialog).getByLabelText('Reason'), 'Could not use it for a month');
    await user.click(within(dialog).getByRole('button', { name: 'Refund US$45.00' }));
    expect(await screen.findByText(/Paddle accepted the request for US\$45.00 and reviews it/)).toBeVisible();
    expect(called('administration.receipts.refund')).toEqual([
      {
        ...{ customerId: 7, orderId, amount: usd(4_500), requestId: expect.any(String) },
        reason: 'Could not use it for a month',
      },
    ]);
    expect(await screen.findByText('Refund of US$45.00 pending since 23 Nov 2026')).toBeInTheDocument();
  });

  it('of everything that is left says that the licence loses the days', async () => {
    const { dialog } = await openRefund();
    expect(await within(dialog).findByText(/everything that is left, US\$80.00/)).toHaveTextContent(
      'The licence then loses the days that this payment paid for.',
    );
  });

  it('above what is left, or of no amount, isn’t sent', async () => {
    const { user, fill, dialog, type, called } = await openRefund();
    await type('80.01');
    expect(
      await within(dialog).findByText('This is more than is left of the payment: US$80.00.'),
    ).toBeVisible();
    await fill(within(dialog).getByLabelText('Reason'), 'Too much');
    await user.click(within(dialog).getByRole('button', { name: 'Refund' }));
    await type('1,000.00');
    await user.click(within(dialog).getByRole('button', { name: 'Refund' }));
    expect(await within(dialog).findByText('Enter an amount such as 80.00.')).toBeVisible();
    expect(called('administration.receipts.refund')).toEqual([]);
  });

  it('that Paddle didn’t answer about is said to be unknown', async () => {
    const { user, fill, dialog } = await openRefund({
      'administration.receipts.refund': () => refund({ state: 'unknown' }),
    });
    await fill(await within(dialog).findByLabelText('Reason'), 'Bought twice');
    await user.click(within(dialog).getByRole('button', { name: 'Refund US$80.00' }));
    expect(await screen.findByText(/may or may not be refunded. The portal doesn’t ask again/)).toBeVisible();
  });

  it('that Paddle refuses is said to be refused', async () => {
    const { user, fill, dialog } = await openRefund({
      'administration.receipts.refund': () => refuse('refund_refused'),
    });
    await fill(await within(dialog).findByLabelText('Reason'), 'Bought twice');
    await user.click(within(dialog).getByRole('button', { name: 'Refund US$80.00' }));
    expect(await within(dialog).findByText(/Paddle refused this refund/)).toBeVisible();
  });

  it('isn’t offered while another one is open', async () => {
    const { dialog } = await openRefund({
      'administration.receipts.previewRefund': () =>
        preview({ refusal: 'refund_open', requests: [refund()] }),
    });
    expect(await within(dialog).findByText(/Another refund of this payment is in progress/)).toBeVisible();
    expect(within(dialog).queryByLabelText('Reason')).not.toBeInTheDocument();
  });

  it('isn’t offered to support', async () => {
    const server = administration({ 'accounts.me': () => ({ ...maya, administratorRole: 'support' }) });
    await openPage('/administration/customers/7', { server });
    await screen.findByRole('table', { name: 'Receipts' });
    expect(screen.queryByRole('button', { name: /Refund/ })).not.toBeInTheDocument();
  });
});

describe('An amount that is typed', () => {
  it.each([
    ['45', 'USD', 4_500],
    ['45,5', 'USD', 4_550],
    ['1 200.00', 'EUR', 120_000],
    ['1200', 'JPY', 1_200],
    ['1,250', 'KWD', 1_250],
    ['0', 'USD', null],
    ['-5', 'USD', null],
    ['1.005', 'USD', null],
    ['1,000', 'USD', null],
    ['12.5', 'JPY', null],
    ['', 'USD', null],
  ])('%s %s', (typed, currency, minor) => {
    expect(parseAmount(typed, currency)).toEqual(minor === null ? null : { minor, currency });
  });
});
