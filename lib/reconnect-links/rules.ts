/** Why a press of the button opened no sign-in page; the link is still good. */
export type ReconnectTrouble = 'busy' | 'failed';

/** Page behind the link of an e-mail, after a press that opened nothing. */
export function reconnectPagePath(token: string, trouble: ReconnectTrouble): string {
  return `/reconnect/${encodeURIComponent(token)}?trouble=${trouble}`;
}

export function readTrouble(value: string | string[] | undefined): ReconnectTrouble | null {
  if (value === undefined) return null;
  return value === 'busy' ? 'busy' : 'failed';
}

/** Where the form on that page posts to; answers with a redirect to the wizard. */
export function reconnectFormPath(token: string): string {
  return `/api/reconnect/${encodeURIComponent(token)}`;
}

/** No token is called so: the page says what it says for every link that is of no use. */
export const USELESS_LINK_PATH = '/reconnect/useless';
