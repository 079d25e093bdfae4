import { expect } from 'chai';
import { parseMarkup, wordsOf } from '../../../../services/scraper/reading/markup.ts';

const textOf = (html: string): string => wordsOf(parseMarkup(html) ?? []);

describe('Words of the official page', () => {
  it('do not include what scripts and styles say', () => {
    expect(textOf('<style>captcha</style>Hola <b>Ana</b><script>captcha</script>')).to.equal('Hola Ana');
  });
});
