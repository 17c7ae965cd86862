/**
 * Path and query of the request, written by our server over whatever a client sent under this name:
 * a page of Next cannot ask for its own address otherwise.
 */
export const OWN_PATH_HEADER = 'x-switchboard-path';
