import { load } from 'cheerio/slim';
import { fold } from './fold.ts';

/**
 * Is this document a block or challenge page instead of the official one? Seen: `.blocked h3`, `.authenticate h3`,
 * "evento de seguridad"; the vendor's standard texts: "Request Rejected … Your support ID is". Guessed: a script
 * challenge with `bobcmn` or `TSPD`. Only for documents that have no consultation form.
 */
export const isBlockPage = (html: string): boolean => {
  const $ = load(html);
  if ($('.blocked h3, .authenticate h3').length > 0) return true;
  if (
    $('script')
      .toArray()
      .some((script) => /bobcmn|TSPD/.test($(script).text()))
  )
    return true;
  $('script, style').remove();
  const text = fold($.root().text());
  return /evento de seguridad/.test(text) || (/request rejected/.test(text) && /support id/.test(text));
};
