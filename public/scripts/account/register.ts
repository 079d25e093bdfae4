import { tabStore } from '../live/tab-store.ts';
import { createWishes } from '../live/wishes.ts';

/** Whoever registers asks for their own answer: the pages after it announce it. */
export const noteRegistration = (): void => {
  const form = document.querySelector('form[action="/register/"]');
  form?.addEventListener('submit', () => {
    createWishes(tabStore(), Date.now).add({ userId: '', name: '', version: 0 });
  });
};
