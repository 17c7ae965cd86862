import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const css = `
:root { color-scheme: light dark; --bg: #f6f6f4; --card: #fff; --ink: #1d1d1b; --soft: #5f5f5a;
  --line: #dcdcd6; --accent: #2b5fd9; --on-accent: #fff; --bad: #b3261e; --good: #1c7c42; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --bg: #161615; --card: #20201e; --ink: #eeeeea;
  --soft: #a5a59d; --line: #3a3a36; --accent: #8fb0ff; --on-accent: #10182c; --bad: #ff9d94;
  --good: #7fd6a0; --warn: #f0c069; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 27rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
main.wide { max-width: 75rem; }
.banner { padding: .5rem 1rem; background: var(--card); border-bottom: 1px solid var(--line);
  color: var(--soft); font-size: .875rem; text-align: center; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; } .soft { color: var(--soft); }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; font-size: .9375rem; }
label.inline { display: flex; gap: .5rem; align-items: center; font-weight: 400; }
input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--bg);
  border: 1px solid var(--line); border-radius: 8px; padding: .6rem .75rem; }
input[type=checkbox] { width: auto; }
button, a.button { display: inline-block; font: inherit; font-weight: 600; cursor: pointer; border-radius: 8px;
  padding: .6rem 1rem; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
  text-decoration: none; }
button.quiet, a.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
button.small { padding: .2rem .5rem; font-size: .8125rem; font-weight: 500; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); } a.button { color: var(--on-accent); } a.quiet { color: var(--ink); }
.actions { display: flex; gap: .75rem; margin-top: 1.5rem; flex-wrap: wrap; }
.error { color: var(--bad); border: 1px solid currentColor; border-radius: 8px; padding: .6rem .75rem; }
.providers { display: grid; gap: .5rem; margin-top: 1rem; }
.qr { background: #fff; padding: 12px; border-radius: 8px; width: 14rem; margin: 1rem auto; }
.qr svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .5rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; font-size: .8125rem; }
@media (max-width: 48rem) { thead { display: none; } table, tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0; } td { border: 0; padding: .15rem 0; } }
form.narrow { max-width: 32rem; } .buttons { display: flex; flex-wrap: wrap; gap: .375rem; } .scroll { overflow-x: auto; }
.OK { color: var(--good); } .CREDENTIALS, .ERROR { color: var(--bad); }
.STOPPED, .PERMISSIONS, .CONNECTING { color: var(--warn); }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; }
iframe { width: 100%; min-height: 34rem; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
`;

/** A complete page: one small style sheet, readable in light and dark, no foreign resource. */
export function page(
  options: { title: string; banner: string; isWide?: boolean; head?: Html },
  content: Html,
): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <link rel="icon" href="data:," />
        <title>${options.title}</title>
        ${options.head ?? ''}
        <style>
          ${raw(css)}
        </style>
      </head>
      <body>
        <div class="banner">${options.banner}</div>
        <main class="${options.isWide === true ? 'wide' : ''}">${content}</main>
      </body>
    </html>`;
}
