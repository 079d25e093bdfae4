import type { BuiltInSource } from '../../../shared/config/config.ts';
import { consultacenso } from './consultacenso/consultacenso.ts';
import type { SourcePlugin } from './source.ts';
import { wsp } from './wsp/wsp.ts';

/** Every source by the name that SOURCE has. */
export const sources: Record<BuiltInSource, SourcePlugin> = { consultacenso, wsp };
