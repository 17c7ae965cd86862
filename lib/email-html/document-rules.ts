import { escapeHtml, unescapeHtml } from '@/lib/core/html';
import type { EmailTheme } from './types';

/** The second layer, inside the document: nothing loads but pictures from our own origin. */
export const DOCUMENT_POLICY =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

export interface EmailDocumentInput {
  /** As `cleanEmail` or `htmlOfPlain` gives it. */
  safeHtml: string;
  /** Our own address for a remote picture; null leaves it blocked. */
  imageUrlOf: (remoteUrl: string) => string | null;
  /** Our own address for a picture inside the e-mail, by its content id without brackets. */
  cidUrlOf: (contentId: string) => string | null;
  areImagesAllowed: boolean;
  theme: EmailTheme;
}

/**
 * The whole document of the reader's frame. Pictures get an address only here, so that cleaned HTML alone makes
 * no request. The theme stands in `data-theme` of the root, where the page around may change it.
 */
export function emailDocument(input: EmailDocumentInput): string {
  const html = input.safeHtml.replace(TAG_OF_IMAGE, (tag) => withAddress(tag, input));
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${DOCUMENT_POLICY}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><style>${STYLE}</style>`;
  const root = ROOT.exec(html);
  const rest = root ? html.slice(root[0].length) : `</head><body>${html}`;
  return `<!doctype html><html${root?.[1] ?? ''} data-theme="${input.theme}"><head>${head}${rest}`;
}

const ROOT = /^<html((?:[^>"]|"[^"]*")*)><head>/;
/** In cleaned HTML nothing else reads `<img`: text and attributes write it `&lt;`, style sheets `\3c`. */
const TAG_OF_IMAGE = /<img\b(?:[^>"]|"[^"]*")*>/g;

function withAddress(tag: string, input: EmailDocumentInput): string {
  const remote = / data-remote-src="([^"]*)"/.exec(tag)?.[1];
  const cid = / data-cid="([^"]*)"/.exec(tag)?.[1];
  const address =
    cid !== undefined
      ? input.cidUrlOf(unescapeHtml(cid))
      : remote !== undefined && input.areImagesAllowed
        ? input.imageUrlOf(unescapeHtml(remote))
        : null;
  return address === null ? tag : `<img src="${escapeHtml(address)}"${tag.slice('<img'.length)}`;
}

/**
 * Plain mail takes the colours of the theme, whatever black and white it was written in; designed mail keeps its
 * own on white. Colours are those of `app/globals.css`.
 */
const STYLE = `
html{height:auto!important;color-scheme:light;background:#fff;color:oklch(0.22 0.012 285);font:14px/1.5 "Geist Variable",system-ui,-apple-system,"Segoe UI",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;padding:1px 0;overflow-wrap:break-word;height:auto!important;min-height:0!important}
html:not([data-design]) img{max-width:100%!important}
img[data-remote-src]:not([src]),img[data-cid]:not([src]){background:oklch(0.5 0.01 285/.08);outline:1px dashed oklch(0.5 0.01 285/.35);outline-offset:-1px}
pre{white-space:pre-wrap}
.plain{white-space:pre-wrap}
a{color:oklch(0.47 0.19 285)}
a[data-warning]::after{content:" (" attr(data-host) ")"!important;display:inline!important;visibility:visible!important;font:600 12px/1.4 system-ui,sans-serif!important;color:oklch(0.48 0.13 60)!important;background:#fff!important}
blockquote{margin:4px 0 4px 1px;padding-left:12px;border-left:2px solid oklch(0.5 0.01 285/.3)}
details.quoted{display:block;margin:8px 0}
details.quoted>summary{display:inline-block!important;visibility:visible!important;list-style:none;cursor:pointer;padding:3px 10px;border-radius:999px;font:12px/18px system-ui,sans-serif!important;color:oklch(0.42 0.012 285)!important;background:oklch(0.5 0.01 285/.12)!important}
details.quoted>summary::-webkit-details-marker{display:none}
details.quoted[open]>summary{margin-bottom:8px}
summary:focus-visible,a:focus-visible{outline:2px solid oklch(0.52 0.2 285);outline-offset:2px}
html[data-theme=dark]:not([data-design]){color-scheme:dark;background:oklch(0.195 0.007 285);color:oklch(0.93 0.005 285)}
html[data-theme=dark]:not([data-design]) body,html[data-theme=dark]:not([data-design]) body *{color:inherit!important;background-color:transparent!important}
html[data-theme=dark]:not([data-design]) body a,html[data-theme=dark]:not([data-design]) body a *{color:oklch(0.77 0.115 285)!important}
html[data-theme=dark]:not([data-design]) a[data-warning]::after{color:oklch(0.8 0.12 75)!important;background:transparent!important}
html[data-theme=dark]:not([data-design]) details.quoted>summary{color:oklch(0.75 0.01 285)!important;background:oklch(0.7 0.01 285/.18)!important}
`;
