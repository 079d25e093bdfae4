import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** What `solveChallengeWorkers` of the library sends; it also says when another worker was faster. */
type Message =
  | {
      type: 'work';
      challenge: Parameters<typeof solveChallenge>[0]['challenge'];
      counterStart: number;
      counterStep: number;
      timeout: number;
    }
  | { type: 'abort' };

let controller = new AbortController();

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if (data.type === 'abort') return controller.abort();
  controller = new AbortController();
  const { challenge, counterStart, counterStep, timeout } = data;
  solveChallenge({ challenge, controller, counterStart, counterStep, deriveKey, timeout }).then(
    (solution) => postMessage(solution),
    (error: unknown) => postMessage({ error: String(error) }),
  );
});
