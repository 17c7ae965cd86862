/** Page behind the link of an e-mail. */
export function reconnectPagePath(token: string): string {
  return `/reconnect/${encodeURIComponent(token)}`;
}

/** Where the form on that page posts to; answers with a redirect to the wizard. */
export function reconnectFormPath(token: string): string {
  return `/api/reconnect/${encodeURIComponent(token)}`;
}

/** No token is called so: the page says what it says for every link that is of no use. */
export const USELESS_LINK_PATH = '/reconnect/useless';
