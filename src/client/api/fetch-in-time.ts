/**
 * Asks the server, and gives up after a while: one that takes a request and never answers would leave a page waiting
 * for ever. The time is that of the whole answer, to its last byte.
 */

/** Longer than anything the server itself waits for: Paddle has ten seconds. */
export const answerWithinMs = 30_000;
/** For what is as long as there is to do: one question to Paddle after another, or everything that is kept. */
export const longAnswerWithinMs = 120_000;

/** No whole answer came in time. Whether the server has done what it was asked for is not known. */
export class Unanswered extends Error {
  constructor() {
    super('the server has not answered in time');
    this.name = 'Unanswered';
  }
}

/** Statuses of answers that have no body, and may be given none. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** As `fetch`, with the whole answer read. Throws `Unanswered` after that time. */
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
