import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EVIDENCE_BYTES, type Evidence } from '../../../shared/contract/evidence.ts';

/** Collects what a lookup read, in case that it fails. */
interface EvidenceBox {
  /** @param what a few English words for whoever reads it later */
  put(what: string, text: string): void;
  /** @returns null when nothing was put */
  seal(): Promise<Evidence | null>;
}

const compress = promisify(gzip);

/** Of each text; a page of the official site has some 50 KB. */
const TEXT_CHARS = 2_000_000;
/** The last ones matter; a source that reads without end must not fill the memory. */
const TEXTS = 4;

export const createEvidenceBox = (): EvidenceBox => {
  const texts: string[] = [];
  let cut = false;
  return {
    put(what, text) {
      cut ||= text.length > TEXT_CHARS;
      texts.push(`<!-- ${what} -->\n${text.slice(0, TEXT_CHARS)}\n`);
      if (texts.length > TEXTS) texts.shift();
    },
    async seal() {
      if (texts.length === 0) return null;
      let text = texts.join('');
      let truncated = cut;
      for (;;) {
        const page = await compress(text);
        if (page.length <= EVIDENCE_BYTES) return { page: page.toString('base64'), truncated };
        text = text.slice(0, Math.floor(text.length / 2));
        truncated = true;
      }
    },
  };
};
