import { findPortalProcess, inPod } from './pods.ts';

/**
 * The portal's process in a pod takes memory until the kernel ends it. Node's debugger, which SIGUSR1 opens inside the container,
 * tells it to: a process beside it that takes the memory is the one that the kernel ends (without `memory.oom.group`, as with
 * cgroup v1), and the container's own stays.
 *
 * @throws Error when it could not be told
 */
export const takeAllMemory = async (namespace: string, pod: string): Promise<void> => {
  // The container's end takes this command with it: only what it said before tells whether it did what it is for.
  const { stdout, stderr } = await inPod(namespace, pod, ['node', '-e', program]);
  if (!stdout.includes(BEGUN)) throw new Error(`nothing took the memory of ${pod}: ${stdout} ${stderr}`);
};

const BEGUN = 'takes memory';
const DEBUGGER = 'http://127.0.0.1:9229/json/list';

const program = `${findPortalProcess}
process.kill(Number(portalProcess), 'SIGUSR1');
const places = async () => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await (await fetch('${DEBUGGER}')).json();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
const expression = 'globalThis.held = []; setInterval(() => held.push(Buffer.alloc(64 * 1024 * 1024, 1)), 20); "${BEGUN}"';
places().then(([{ webSocketDebuggerUrl }]) => {
  const socket = new WebSocket(webSocketDebuggerUrl);
  socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  socket.onmessage = ({ data }) => console.log(data);
  socket.onclose = () => process.exit();
});`;
