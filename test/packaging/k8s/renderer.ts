import { rendererProblem } from '../../../scripts/development/k8s/manifests/render.ts';

/**
 * @returns why manifests cannot be rendered on this machine; null when they can
 * @throws instead where nothing may be left out (CI)
 */
export const rendererMissing = async (): Promise<string | null> => {
  const problem = await rendererProblem();
  if (problem !== null && process.env.CI === 'true') throw new Error(problem);
  return problem;
};
