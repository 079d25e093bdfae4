import { expect } from 'chai';
import { isBlockPage } from '../../../../services/scraper/reading/block-page.ts';
import { parseMarkup } from '../../../../services/scraper/reading/markup.ts';

const isBlock = (html: string): boolean => isBlockPage(parseMarkup(html) ?? []);

describe('Words of the official page', () => {
  describe('of a document without a form', () => {
    it('show a block page by its region, its script or its standard text', () => {
      for (const html of [
        '<div class="blocked"><h3></h3></div>',
        '<div class="authenticate"><h3></h3></div>',
        '<script>window.bobcmn = 1</script>',
        '<p>Se presentó un EVENTO DE SEGURIDAD</p>',
        '<p>Request Rejected. Your support ID is: 42</p>',
      ]) {
        expect(isBlock(html), html).to.equal(true);
      }
    });

    it('do not, when a word alone looks like one', () => {
      for (const html of [
        '<script>var CHALLENGE = "evento de seguridad";</script>',
        '<p class="blocked">Aviso</p>',
        '<h3>blocked</h3>',
        '<p>Request Rejected</p>',
        '<p>bobcmn</p>',
        '',
      ]) {
        expect(isBlock(html), html).to.equal(false);
      }
    });
  });
});
