/** IDs of requests that the server carries out at most once. */
import { useState } from 'react';
import { failureOf } from '#client/api/failure.ts';
import { newRequestId } from '#client/new-request-id.ts';

/** Returns whether the server has answered. An answer is final for the ID of its request. */
export function isAnswered(error: unknown): boolean {
  const { code } = failureOf(error);
  return code !== 'unanswered' && code !== 'unreachable';
}

/**
 * Sends requests of a form. A request without an answer is sent again under the same ID; after an answer, or once what
 * is asked for is another thing (`renew`), the next one gets an ID of its own.
 */
export function useRequestId() {
  const [id, setId] = useState(newRequestId);
  const renew = () => setId(newRequestId());
  async function send<Output>(request: (requestId: string) => Promise<Output>): Promise<Output> {
    try {
      return await request(id);
    } catch (error) {
      if (isAnswered(error)) renew();
      throw error;
    }
  }
  return { send, renew };
}
