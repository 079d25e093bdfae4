/** One text of a failure's evidence. */
export interface EvidenceText {
  /** `source` = what the source read; `page` = what the page showed at the end. */
  from: 'source' | 'page';
  text: string;
}

const MARK = /^<!-- (read by the source|page \S*) -->$/gm;

/** What the evidence box put together, one by one, oldest first; what stands before the first mark was cut and is none. */
export const textsOf = (evidence: string): EvidenceText[] => {
  const marks = [...evidence.matchAll(MARK)];
  return marks.map((mark, index) => {
    const begin = mark.index + mark[0].length + 1;
    const text = evidence.slice(begin, marks[index + 1]?.index ?? evidence.length);
    return { from: mark[1] === 'read by the source' ? 'source' : 'page', text: text.replace(/\n$/, '') };
  });
};
