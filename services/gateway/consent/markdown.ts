const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Links lead to pages and mailboxes; nothing else may be one. */
const LINK = /\[([^\]]+)\]\((https:\/\/[^\s)]+|mailto:[^\s)]+|\/[^\s)]*)\)/g;

/** What stands within a line; whatever is no mark of ours is text. */
const inline = (text: string): string =>
  escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(LINK, '<a href="$2">$1</a>');

const HEADING = /^(#{1,3}) +(.+)$/;
const ITEM = /^[-*] +(.+)$/;

const blockOf = (block: string): string => {
  const [, marks, heading] = HEADING.exec(block) ?? [];
  // A page has its own first heading.
  if (marks !== undefined && heading !== undefined) {
    const level = Math.max(2, marks.length);
    return `<h${level}>${inline(heading)}</h${level}>`;
  }
  const lines = block.split('\n');
  const items = lines.map((line) => ITEM.exec(line)?.[1]);
  if (items.every((item) => item !== undefined))
    return `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
  return `<p>${inline(lines.join(' '))}</p>`;
};

/** The small part of Markdown that a policy needs, as HTML; no tag comes through. */
export const htmlOf = (text: string): string =>
  text
    // A heading is a block of its own, also without an empty line behind it.
    .replace(/^(#{1,3} .+)\n(?!\n)/gm, '$1\n\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockOf)
    .join('\n');
