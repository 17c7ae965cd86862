import { deflateSync } from 'node:zlib';
import { numberOf, Random } from './ids';
import { clip } from './seed/clip';
import type { Attachment } from './state';

const defaultVoiceSeconds = 3;

/** The bytes of an attachment: what was uploaded, or a small real file drawn from its id. */
export function bytesOf(attachment: Attachment): Buffer {
  if (attachment.base64 !== undefined) return Buffer.from(attachment.base64, 'base64');
  const seed = numberOf('attachment', attachment.id);
  if (attachment.type === 'img')
    return drawPng(seed, attachment.width ?? 320, attachment.height ?? 200);
  if (attachment.type === 'audio')
    return drawWav(seed, attachment.durationSeconds ?? defaultVoiceSeconds);
  if (attachment.type === 'video') return clip;
  if (attachment.mime === 'application/pdf') return drawPdf(attachment.fileName);
  if (attachment.mime === 'text/csv') return drawCsv(seed);
  return Buffer.from(`${attachment.fileName}\n`, 'utf8');
}

const fillerChunk = Buffer.alloc(65_536, 'filler ');

/** A body of any size that is never in memory as a whole, after the given beginning. */
export function fillerStream(sizeBytes: number, start: Buffer): ReadableStream<Uint8Array> {
  let left = sizeBytes;
  return new ReadableStream({
    pull(controller) {
      const chunk = left === sizeBytes ? start : fillerChunk;
      const part = new Uint8Array(chunk.subarray(0, Math.min(left, chunk.length)));
      left -= part.length;
      if (part.length > 0) controller.enqueue(part);
      if (left <= 0) controller.close();
    },
  });
}

/** The size of a generated attachment in bytes, without drawing sound for it. */
export function sizeOf(attachment: Attachment): number {
  if (attachment.type !== 'audio') return bytesOf(attachment).length;
  return wavHeaderBytes + wavSamples(attachment.durationSeconds ?? defaultVoiceSeconds);
}

/** A square portrait stand-in: two colours and a symmetric pattern, different for each id. */
export function drawAvatar(id: string): Buffer {
  const random = new Random(numberOf('avatar', id));
  const cells = Array.from({ length: 15 }, () => random.chance(0.5));
  const [back, front] = [softColour(random), darkColour(random)];
  return encodePng(96, 96, (x, y) => {
    const column = Math.floor((x - 8) / 16);
    const row = Math.floor((y - 8) / 16);
    if (column < 0 || column > 4 || row < 0 || row > 4) return back;
    const mirrored = column > 2 ? 4 - column : column;
    return cells[row * 3 + mirrored] === true ? front : back;
  });
}

type Colour = readonly [number, number, number];

function drawPng(seed: number, width: number, height: number): Buffer {
  const random = new Random(seed);
  const [back, front] = [softColour(random), darkColour(random)];
  const bars = Array.from({ length: 8 }, () => 0.15 + random.next() * 0.75);
  return encodePng(width, height, (x, y) => {
    const bar = bars[Math.floor((x / width) * bars.length)] ?? 0.5;
    const isGap = ((x / width) * bars.length) % 1 > 0.78;
    return !isGap && y > height * (1 - bar) ? front : back;
  });
}

function softColour(random: Random): Colour {
  return [random.between(205, 245), random.between(205, 245), random.between(205, 245)];
}

function darkColour(random: Random): Colour {
  return [random.between(30, 130), random.between(60, 140), random.between(80, 170)];
}

function encodePng(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Buffer {
  const raw = Buffer.alloc(height * (1 + width * 3));
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    // Each row begins with the byte of its filter: none.
    at += 1;
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(x, y);
      raw[at] = colour[0];
      raw[at + 1] = colour[1];
      raw[at + 2] = colour[2];
      at += 3;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(raw)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

// zlib.crc32 exists from Node 20.15 and 22.2 on only; the project supports Node 20.19, the types do not.
function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const sampleRate = 8_000;
const wavHeaderBytes = 44;

function wavSamples(durationSeconds: number): number {
  return Math.round(sampleRate * Math.min(durationSeconds, 30));
}

function drawWav(seed: number, durationSeconds: number): Buffer {
  const random = new Random(seed);
  const samples = Buffer.alloc(wavSamples(durationSeconds));
  let pitch = random.between(120, 220);
  for (let i = 0; i < samples.length; i += 1) {
    if (i % 1_600 === 0) pitch = random.between(110, 320);
    const loudness = 18 + 12 * Math.sin(i / 700);
    samples[i] = 128 + Math.round(loudness * Math.sin((2 * Math.PI * pitch * i) / sampleRate));
  }
  const header = Buffer.alloc(wavHeaderBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

function drawPdf(title: string): Buffer {
  const shown = title.replace(/[^\x20-\x7e]/g, '?').replace(/[()\\]/g, ' ');
  const stream = `BT /F1 20 Tf 60 760 Td (${shown}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((content, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${content}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function drawCsv(seed: number): Buffer {
  const random = new Random(seed);
  const lines = Array.from(
    { length: 12 },
    (_, week) => `${week + 1},${random.between(40, 190)},${random.between(3, 29)}`,
  );
  return Buffer.from(`week,arrivals,late\n${lines.join('\n')}\n`, 'utf8');
}
