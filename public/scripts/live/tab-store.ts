/** What is kept for a tab while it goes from page to page. */
export interface TabStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The tab's own storage. Where a browser allows none nothing is kept, and pages work without it. */
export const tabStore = (): TabStore => ({
  getItem(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Not allowed, or full.
    }
  },
});
