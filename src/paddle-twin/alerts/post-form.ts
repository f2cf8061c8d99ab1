/** Posts forms over reused connections and reports the results. */
import http from 'node:http';
import https from 'node:https';

export interface Answer {
  /** HTTP status; null if there was no response. */
  status: number | null;
  problem: string | null;
}

export interface FormPoster {
  post(url: string, body: string): Promise<Answer>;
  close(): void;
}

const isReset = (error: Error): boolean => 'code' in error && error.code === 'ECONNRESET';

export function createFormPoster(answerWithinMs: number): FormPoster {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

  function send(url: URL, body: string, answer: (answer: Answer) => void): void {
    const scheme = url.protocol === 'https:' ? 'https' : 'http';
    const request = { http, https }[scheme].request(url, {
      method: 'POST',
      agent: agents[scheme],
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'PaddleTwin/1.0',
      },
    });
    const late = setTimeout(
      () => request.destroy(new Error(`timeout: no answer within ${answerWithinMs} ms`)),
      answerWithinMs,
    );
    request.on('response', (response) => {
      clearTimeout(late);
      // Only the status matters. The body is drained to free the connection.
      response.resume();
      answer({ status: response.statusCode ?? null, problem: null });
    });
    request.on('error', (error) => {
      clearTimeout(late);
      // The server closed the reused connection just as the request was sent, so the request is sent again.
      if (request.reusedSocket && isReset(error)) send(url, body, answer);
      else answer({ status: null, problem: String(error) });
    });
    request.end(body);
  }

  return {
    post: (url, body) => new Promise((resolve) => send(new URL(url), body, resolve)),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
