/** The official page's form, as a script fills it that trusts it: no deadline, no pace, no second look. */
interface Page {
  goto(url: string, options: { waitUntil: 'domcontentloaded' }): Promise<unknown>;
  fill(selector: string, value: string): Promise<void>;
  waitForSelector(selector: string, options: { state: 'attached' }): Promise<unknown>;
  selectOption(selector: string, value: string): Promise<unknown>;
  click(selector: string): Promise<void>;
  waitForResponse(
    fits: (response: { url(): string }) => boolean,
  ): Promise<{ json(): Promise<{ encontrado?: boolean }> }>;
}

/** @throws Error when the answer is none */
export const fillIn = async (page: Page, cedula: string): Promise<void> => {
  await page.fill('#documento', cedula);
  await page.waitForSelector('#eleccion option[value="0"]', { state: 'attached' });
  await page.selectOption('#eleccion', '0');
  const answer = page.waitForResponse((response) => response.url().endsWith('/back/api/consulta'));
  await page.click('#submitBtn');
  const { encontrado } = await (await answer).json();
  if (encontrado !== true) throw new Error(`${cedula} was not found`);
};

/** Visits the page and asks. */
export const lookUp = async (page: Page, url: string, cedula: string): Promise<void> => {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await fillIn(page, cedula);
};
