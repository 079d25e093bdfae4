import { attempt } from '../kit/order.ts';

/** Whether there is a cluster that this may try things in: null, or in one line why not. */
const whyNot = async (): Promise<string | null> => {
  if ((process.env.KUBECONFIG ?? '') === '') return 'KUBECONFIG names no cluster';
  if ((process.env.LOAD_IMAGES ?? '') === '')
    return 'LOAD_IMAGES does not say how images come into the cluster ("kind load docker-image")';
  const tries: [string, string[], string][] = [
    ['kubectl', ['get', '--raw', '/readyz'], 'no cluster answers'],
    ['kubectl', ['auth', 'can-i', 'create', 'namespaces'], 'this user makes no namespaces'],
    ['docker', ['info', '--format', '{{.ServerVersion}}'], 'no engine builds images'],
  ];
  for (const [program, parameters, what] of tries) {
    const { code, stdout, stderr } = await attempt(program, parameters, { timeoutMs: 30_000 });
    if (code !== 0)
      return `${what} (${program} ${parameters.join(' ')}: ${(stderr || stdout).trim().split('\n').at(-1) ?? ''})`;
  }
  return null;
};

const why = await whyNot();
if (why !== null) console.warn(`acceptance:cluster is not run: ${why}`);

/** Said once, whoever asks. */
export const hasCluster = why === null;
