/** Knows for how long the tab with the stream has not answered. */
export interface Patience {
  asked(now: number): void;
  heard(): void;
  isOver(now: number): boolean;
}

/** @param ms how long a question may stay without an answer */
export const createPatience = (ms: number): Patience => {
  let since: number | null = null;
  return {
    asked(now) {
      since ??= now;
    },
    heard() {
      since = null;
    },
    isOver: (now) => since !== null && now - since >= ms,
  };
};
