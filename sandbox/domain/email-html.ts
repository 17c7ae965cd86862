import { numberOf, Random } from '../ids';
import type { Email } from '../state-emails';

/** HTML of a mail that came with none of its own, drawn from its plain text. */
export function drawHtml(email: Email): string {
  const parts = email.plain
    .split(/\n{2,}/)
    .filter((part) => part !== '')
    .map((part) => escapeHtml(part).replaceAll('\n', '<br>'));
  if (email.look === 'newsletter') return drawNewsletter(email, parts);
  const pictures = email.files
    .flatMap((file) => file.cid ?? [])
    .map((cid) => `<p><img src="cid:${cid}" alt="" width="320"></p>`);
  return `<div>${[...parts.map((part) => `<p>${part}</p>`), ...pictures].join('')}</div>`;
}

/** Tables in tables, a style sheet, pictures from elsewhere, a pixel: what newsletters are made of. */
function drawNewsletter(email: Email, parts: string[]): string {
  const random = new Random(numberOf('newsletter', email.id));
  const colour = `#${Math.floor(random.next() * 0x7fffff)
    .toString(16)
    .padStart(6, '0')}`;
  const host = email.from.address.split('@')[1] ?? 'mail.example';
  const rows = parts.map(
    (part, index) =>
      `<tr><td style="padding:16px 24px;font:16px/1.5 Georgia,serif;color:#222">${
        index === 1
          ? `<img src="https://img.${host}/${email.id}/${index}.png" width="552" height="200" alt="Picture of the week" style="display:block">`
          : ''
      }${part}</td></tr>`,
  );
  return `<html><head><style>body{margin:0;background:#eef0f2}.card{border-radius:8px}@media (max-width:600px){.card{width:100%!important}}</style></head><body>
<table width="100%" cellpadding="0" cellspacing="0" bgcolor="#eef0f2"><tr><td align="center">
<table class="card" width="600" cellpadding="0" cellspacing="0" bgcolor="#ffffff">
<tr><td bgcolor="${colour}" style="padding:24px;color:#fff;font:bold 24px Arial,sans-serif">${escapeHtml(email.subject)}</td></tr>
${rows.join('\n')}
<tr><td align="center" style="padding:24px"><a href="https://click.${host}/r/${email.id}" style="background:${colour};color:#fff;padding:12px 24px;text-decoration:none">Read more</a></td></tr>
<tr><td style="padding:16px 24px;font:12px Arial,sans-serif;color:#888"><a href="https://${host}/unsubscribe?u=${email.id}">Unsubscribe</a></td></tr>
</table></td></tr></table>
<img src="https://px.${host}/o/${email.id}.gif" width="1" height="1" alt="">
</body></html>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
