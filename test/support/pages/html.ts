import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // Templates leave spaces where nothing is shown.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    // heroicons' drawings are XML.
    'void-style': 'off',
    // The browser's side checks them as the server does; native bubbles are in the browser's language.
    'no-redundant-for': 'off',
    // A page that comes back with a mistake begins at it.
    'no-autofocus': 'off',
    // Without JavaScript a page that waits for an answer loads itself again.
    'meta-refresh': 'off',
  },
});

/** What is wrong with a page's HTML, one line each; empty when it is valid. */
export const htmlProblems = async (html: string): Promise<string[]> => {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
  );
};
