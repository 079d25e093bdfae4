/** Pages of the slow walk in each round: 5,000 people a minute, so that 100,000 are all seen in 20 minutes. */
export const WHOLE_PAGES = 10;
