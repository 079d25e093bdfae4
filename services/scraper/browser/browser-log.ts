/** Where the browser layer says what it did; Moleculer's logger and a test's array both fit. */
export interface BrowserLog {
  info(message: string, details: Readonly<Record<string, unknown>>): void;
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
}
