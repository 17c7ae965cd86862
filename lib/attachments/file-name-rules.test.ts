import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition, safeFileName, uploadedFileName } from './file-name-rules';

const OPAQUE = 'application/octet-stream';

describe('a file name from outside', () => {
  it.each([
    ['../../etc/passwd', OPAQUE, 'etc_passwd'],
    ['..\\..\\windows\\win.ini', OPAQUE, 'windows_win.ini'],
    ['/absolute.pdf', 'application/pdf', 'absolute.pdf'],
    ['a\0b.png', 'image/png', 'ab.png'],
    ['invoice\u202Efdp.exe', OPAQUE, 'invoicefdp.exe'],
    ['x\r\nSet-Cookie: a=b.txt', OPAQUE, 'xSet-Cookie_ a=b.txt'],
    ['page.html.png', 'image/png', 'page_html.png'],
    ['page.html', 'image/png', 'page_html.png'],
    ['Offer – two sites.pdf', 'application/pdf', 'Offer – two sites.pdf'],
    ['v1.2.pdf', 'application/pdf', 'v1.2.pdf'],
    ['😀 photo.JPG', 'image/jpeg', '😀 photo.JPG'],
    ['👩‍👩‍👧.png', 'image/png', '👩‍👩‍👧.png'],
    ['con.txt', OPAQUE, '_con.txt'],
    ['.htaccess', OPAQUE, 'htaccess'],
    ['name. . .', OPAQUE, 'name'],
    ['a"b;c.csv', OPAQUE, 'a_b_c.csv'],
    ['\ud800x.txt', OPAQUE, 'x.txt'],
    ['', 'image/png', 'file.png'],
    [null, OPAQUE, 'file'],
    ['....', OPAQUE, 'file'],
  ])('%j served as %s is saved as %j', (name, type, expected) => {
    expect(safeFileName(name, type)).toBe(expected);
  });

  it('of 300 characters keeps its extension and fits every file system', () => {
    const name = safeFileName(`${'é'.repeat(300)}.pdf`, 'application/pdf');
    expect(name.endsWith('.pdf')).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(185);
  });

  it('never leads out of a folder, breaks a header or ends as nothing, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
        fc.constantFrom(OPAQUE, 'image/png', 'audio/ogg'),
        (raw, type) => {
          const name = safeFileName(raw, type);
          expect(name).not.toMatch(/[\\/\p{Cc}\u202A-\u202E\u2066-\u2069"]|^\.|^$|\.$/u);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
          const header = contentDisposition('attachment', name);
          expect(() => new Headers({ 'content-disposition': header })).not.toThrow();
          expect(header).toMatch(
            /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/,
          );
        },
      ),
    );
  });

  it('is told to old and new clients alike (RFC 6266)', () => {
    expect(contentDisposition('inline', "Angebot für Zoë's (1).pdf")).toBe(
      `inline; filename="Angebot f_r Zo_'s (1).pdf"; filename*=UTF-8''Angebot%20f%C3%BCr%20Zo%C3%AB%27s%20%281%29.pdf`,
    );
  });
});

describe('the name of an uploaded file', () => {
  it.each([
    ['C:\\fakepath\\Plan.pdf', 'Plan.pdf'],
    ['/home/jane/Plan.pdf', 'Plan.pdf'],
    ['../../..', 'file'],
    ['', 'file'],
    ['a\r\nb\0.txt', 'ab.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['Angebot – „Süd“ (2).tar.gz', 'Angebot – „Süd“ (2).tar.gz'],
    ['a"b.csv', 'a_b.csv'],
    ['\ud800x.txt', 'x.txt'],
  ])('%j becomes %j', (name, expected) => {
    expect(uploadedFileName(name)).toBe(expected);
  });

  it('has at most 255 bytes, its extension kept and no character cut in two', () => {
    const name = uploadedFileName(`${'👩‍👩‍👧'.repeat(200)}.документ`);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^(👩‍👩‍👧)+\.документ$/u);
  });
});
