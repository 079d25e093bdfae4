import { loadConfig } from '../../../shared/config/load.ts';
import type { ServiceName } from '../../../shared/contract/services.ts';
import { isAppError } from '../../../shared/errors.ts';

/** The problems that `loadConfig` tells about an environment; none when it accepts it. */
export const problemsOf = (env: Record<string, string>, services?: readonly ServiceName[]): string[] => {
  try {
    loadConfig(env, services);
    return [];
  } catch (error) {
    if (!isAppError(error) || error.code !== 'config_invalid') throw error;
    const [title, ...problems] = error.message.split('\n  - ');
    if (title !== 'La configuración no es válida:') throw error;
    return problems;
  }
};
