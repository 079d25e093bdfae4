import { expect } from 'chai';
import { htmlOf } from '../../../../services/gateway/consent/markdown.ts';

describe('The text of a policy, as HTML', () => {
  it('has headings, paragraphs, lists and what stands within a line', () => {
    expect(
      htmlOf(
        '# Uno\nTexto **fuerte** y `código`.\n\n- a\n- [b](https://sic.gov.co)\n\n### Tres\n\nFin\nsigue',
      ),
    ).to.equal(
      [
        '<h2>Uno</h2>',
        '<p>Texto <strong>fuerte</strong> y <code>código</code>.</p>',
        '<ul><li>a</li><li><a href="https://sic.gov.co">b</a></li></ul>',
        '<h3>Tres</h3>',
        '<p>Fin sigue</p>',
      ].join('\n'),
    );
  });

  it('lets no tag, no attribute and no script through', () => {
    for (const hostile of [
      '<script>alert(1)</script>',
      '[x](javascript:alert(1))',
      '[x](https://a" onclick="alert(1))',
      '[<img src=x onerror=alert(1)>](https://a.co)',
      '**<b onmouseover=x>**',
      '`<i>`',
    ]) {
      const tags = htmlOf(hostile).match(/<[^>]+>/g) ?? [];
      for (const tag of tags)
        expect(tag, hostile).to.match(
          /^<\/?(?:p|strong|code|a(?: href="(?:https:\/\/|mailto:|\/)[^"]*")?)>$/,
        );
    }
  });
});
