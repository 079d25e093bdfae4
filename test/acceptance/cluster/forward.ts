import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { eventually } from '../../support/eventually.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import type { Pod } from './pods.ts';

/** A port of this machine that leads to one in the cluster. */
export interface Forward {
  origin: string;
  close(): void;
}

const accepts = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (passes: boolean) => {
      socket.destroy();
      resolve(passes);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });

const AGAIN_MS = 500;

/** `kubectl port-forward`, started anew when it ends: it does with the pod that it led to. */
export const forward = async (namespace: string, to: string, port: number): Promise<Forward> => {
  const here = await unusedPort();
  let child: ChildProcess | undefined;
  let over = false;
  const start = (): void => {
    if (over) return;
    child = spawn('kubectl', ['--namespace', namespace, 'port-forward', to, `${here}:${port}`], {
      stdio: 'ignore',
    });
    child.on('exit', () => setTimeout(start, AGAIN_MS).unref());
  };
  start();
  await eventually(`${to} can be reached`, () => accepts(here));
  return {
    origin: `http://127.0.0.1:${here}`,
    close() {
      over = true;
      child?.kill();
    },
  };
};

/** A pod itself, where this machine reaches it; else by a forward, which may cut whatever goes through it. */
export const reach = async (namespace: string, pod: Pod, port: number): Promise<Forward> =>
  (await accepts(port, pod.ip))
    ? { origin: `http://${pod.ip}:${port}`, close() {} }
    : forward(namespace, `pod/${pod.name}`, port);
