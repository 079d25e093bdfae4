import type { BuiltInSource } from '../../../shared/config/config.ts';
import { consultacenso } from '../sources/consultacenso/consultacenso.ts';
import type { SourcePlugin } from '../sources/source.ts';
import { wsp } from '../sources/wsp/wsp.ts';

/** Every source by the name that SOURCE has. */
export const sources: Record<BuiltInSource, SourcePlugin> = { consultacenso, wsp };
