/** Sends HTML documents that the server renders without the client. */
import type { Response } from 'express';
import { drawHtmlPage, type PageParts, pagePolicy } from '#server/platform/html/html-page.ts';
import { brandOf } from '#server/platform/http/problem.ts';
import { chosenColorScheme } from '#server/platform/http/request/chosen-color-scheme.ts';
import { nonceOf } from '#server/platform/http/security-headers.ts';
import { sendText } from '#server/platform/http/send-text.ts';

/**
 * Sends a page. Compression is safe, because the page contains neither secrets nor parts of the request. The page can't
 * be cached, because its nonce must not be reused.
 */
export async function sendPage(
  res: Response,
  status: number,
  parts: Omit<PageParts, 'colorScheme' | 'brand'>,
): Promise<void> {
  const nonce = nonceOf(res);
  res.status(status).set({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': parts.locale,
    'Content-Security-Policy': pagePolicy(nonce, parts),
    'Cache-Control': 'no-store',
  });
  res.vary('Cookie');
  await sendText(
    res,
    drawHtmlPage({ ...parts, colorScheme: chosenColorScheme(res.req), brand: brandOf(res) }, nonce),
  );
}
