import type { ContextPort } from './driver.ts';

/** "Proxy Authentication Required": nobody but a proxy may say it. */
const PROXY_AUTHENTICATION_REQUIRED = 407;

/**
 * Notices a proxy that does not let the context pass for want of the right user and password. What `goto` makes of
 * it says too little: a page with status 407, `ERR_INVALID_AUTH_CREDENTIALS` (as a site's 401 does) or
 * `ERR_HTTP_RESPONSE_CODE_FAILURE` (as any empty answer with an error status does).
 */
export const watchProxy = (context: ContextPort, refused: () => void): void => {
  context.on('page', (page) => {
    page.on('response', (response) => {
      if (response.status() === PROXY_AUTHENTICATION_REQUIRED) refused();
    });
  });
};
