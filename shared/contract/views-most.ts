/** So many people's views are asked for at once; no list shows more. */
export const VIEWS_MOST = 200;
