/**
 * Fetches with a timeout that covers the whole response, including the body. Without it, a server that accepts a
 * request and never responds would leave a page waiting forever.
 */

/**
 * Default timeout in milliseconds. Longer than any timeout within the server, such as the ten seconds it allows Paddle.
 */
export const answerWithinMs = 30_000;
/**
 * Timeout in milliseconds for requests whose duration depends on the amount of data, such as one Paddle call per
 * subscription or a full data export.
 */
export const longAnswerWithinMs = 120_000;

/** Thrown if the full response didn't arrive in time. The server may or may not have processed the request. */
export class Unanswered extends Error {
  constructor() {
    super('the server has not answered in time');
    this.name = 'Unanswered';
  }
}

/** Statuses whose responses have no body. Constructing a `Response` with a body throws for these. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Like `fetch`, but reads the whole body before resolving. Throws `Unanswered` after `withinMs`. */
export async function fetchInTime(
  url: string | URL | Request,
  { signal, ...init }: RequestInit = {},
  withinMs: number = answerWithinMs,
): Promise<Response> {
  const controller = new AbortController();
  const over = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  const leave = () => controller.abort(signal?.reason);
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  const timer = setTimeout(() => controller.abort(new Unanswered()), withinMs);
  const ask = async () => {
    const answer = await fetch(url, { ...init, signal: controller.signal });
    const { status, statusText, headers } = answer;
    const body = bodiless.has(status) ? null : await answer.text();
    return new Response(body, { status, statusText, headers });
  };
  try {
    return await Promise.race([ask(), over]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}
