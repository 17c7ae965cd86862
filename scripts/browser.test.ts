import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser } from './browser.mjs';
import { untar } from './browser-unpack.mjs';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-browser-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** One entry of a tar archive, as far as `untar` reads it. */
function entry(name: string, type: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 'latin1');
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(type, 156, 'latin1');
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

describe('findBrowser', () => {
  it('starts a browser that paints text with a width', { timeout: 60_000 }, async () => {
    const { executablePath, env, args } = findBrowser();
    const browser = await chromium.launch({ executablePath, env, args });
    try {
      const page = await browser.newPage();
      await page.setContent('<span id="text">Visible text</span>');
      const box = await page.locator('#text').boundingBox();
      expect(box?.width).toBeGreaterThan(40);
    } finally {
      await browser.close();
    }
  });

  it('takes CHROMIUM_PATH first and says when it is wrong', () => {
    const found = findBrowser({ CHROMIUM_PATH: process.execPath, CI: '1' });
    expect(found).toMatchObject({ executablePath: process.execPath, name: 'CHROMIUM_PATH' });
    expect(() => findBrowser({ CHROMIUM_PATH: join(folder, 'none') })).toThrow(/does not exist/);
  });

  it('keeps the packaged libraries out of our own environment', () => {
    const before = { ...process.env };
    findBrowser({ CI: '1', PATH: process.env.PATH });
    expect(process.env).toEqual(before);
  });
});

describe('untar', () => {
  it('writes folders and files of any length', () => {
    const long = 'x'.repeat(700);
    const end = Buffer.alloc(1024);
    untar(Buffer.concat([entry('a/', '5', ''), entry('a/b.txt', '0', long), end]), folder);
    expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe(long);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('refuses a name that leaves the target', () => {
    expect(() => untar(entry('../escaped.txt', '0', 'x'), folder)).toThrow(/leaves the archive/);
    expect(existsSync(join(folder, '..', 'escaped.txt'))).toBe(false);
  });
});
