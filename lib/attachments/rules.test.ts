import { describe, expect, it } from 'vitest';
import { OPAQUE_TYPE, parseRange, sentAs, servedAs } from './rules';

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR';
const opaque = { type: OPAQUE_TYPE, isInline: false };

describe('what a file is handed out as', () => {
  it.each([
    ['image/png', `${PNG}\0\0\x01\0\0\0\x01\0`, 'image/png'],
    ['image/jpg; q="\r\n"', '\xff\xd8\xff\xe0', 'image/jpeg'],
    ['IMAGE/GIF', 'GIF89a\x01\0\x01\0', 'image/gif'],
    ['image/webp', 'RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['image/avif', '\0\0\0\x1cftypavif', 'image/avif'],
    ['video/mp4', '\0\0\0\x1cftypisom', 'video/mp4'],
    ['audio/mp4', '\0\0\0\x1cftypisom', 'audio/mp4'],
    ['video/webm', '\x1a\x45\xdf\xa3', 'video/webm'],
    ['audio/mpeg', 'ID3\x03', 'audio/mpeg'],
    ['audio/mpeg', '\xff\xfb\x90\x64', 'audio/mpeg'],
    ['audio/ogg; codecs=opus', 'OggS', 'audio/ogg'],
    ['audio/x-wav', 'RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
  ])('%s that begins as such is shown', (declared, head, type) => {
    expect(servedAs(declared, bytes(head))).toEqual({ type, isInline: true });
  });

  it('is a PDF to be saved, because a PDF can hold scripts', () => {
    expect(servedAs('application/pdf', bytes('%PDF-1.7'))).toEqual({
      type: 'application/pdf',
      isInline: false,
    });
  });

  it.each([
    ['text/html', '<script>'],
    ['image/svg+xml', '<svg onload=alert(1)>'],
    ['application/xml', '<?xml version="1.0"?>'],
    ['text/plain', 'hello'],
    ['image/png', '<!doctype html>'],
    ['image/png', 'GIF89a\x01\0\x01\0'],
    ['text/html', PNG],
    [null, PNG],
    ['image/png\r\nx: y', PNG],
    ['image/png', ''],
    ['audio/mpeg', '\xff\xd8\xff\xe0'],
    ['application/javascript', 'GIF89a=1;alert(1)'],
  ])('%j with bytes %j is nothing but bytes', (declared, head) => {
    expect(servedAs(declared, bytes(head))).toEqual(opaque);
  });

  it('is nothing but bytes when it claims 60,000 × 60,000 pixels (E12)', () => {
    const side = '\0\0\xea\x60';
    expect(servedAs('image/png', bytes(`${PNG}${side}${side}`))).toEqual(opaque);
    expect(servedAs('image/gif', bytes(`GIF89a\xff\xff\xff\xff${'\0'.repeat(20)}`))).toEqual(
      opaque,
    );
  });
});

describe('a range', () => {
  it.each([
    [null, 'whole'],
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=0-999999', { start: 0, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', 'whole'],
    ['bytes=0-1,3-4', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=a-b', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=0-99999999999999999999', 'whole'],
  ])('%j of 100 bytes is %j (E12)', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });

  it('of an empty file can be none', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable');
  });
});

describe('the type of an uploaded file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each([
    ['image/png', '%PDF-1.7', 'application/pdf'],
    ['text/html', 'GIF89a', 'image/gif'],
    ['text/csv; charset=utf-8', 'week,late', 'text/csv'],
    ['image/png', '<html>', 'application/octet-stream'],
    ['x"\r\ny/z', 'hello', 'application/octet-stream'],
    [null, 'hello', 'application/octet-stream'],
    ['', 'ID3', 'audio/mpeg'],
  ])('declared as %j and beginning with %j is %s', (declared, head, type) => {
    expect(sentAs(declared, bytes(head))).toBe(type);
  });
});
