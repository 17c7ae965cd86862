import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { AppError } from './errors';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Key ring, newest first: the first key encrypts, all of them decrypt. Keys are 32 bytes. */
export type KeyRing = readonly { readonly version: string; readonly key: Buffer }[];

/**
 * AES-256-GCM. The row id is associated data, so a ciphertext copied to another row does not open.
 * Result: `version.base64url(nonce | tag | ciphertext)`.
 */
export function encrypt(ring: KeyRing, plaintext: string, rowId: string): string {
  const current = ring[0];
  if (!current) throw new AppError('internal', 'There is no encryption key.');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
  cipher.setAAD(Buffer.from(rowId));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return `${current.version}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** Opens what `encrypt` sealed. Throws `internal` when the key is gone or the text was tampered with. */
export function decrypt(ring: KeyRing, sealed: string, rowId: string): string {
  const version = keyVersionOf(sealed);
  const entry = ring.find((candidate) => candidate.version === version);
  if (!entry)
    throw new AppError('internal', `The encryption key ${version} is not in the key ring.`);
  const bytes = Buffer.from(sealed.slice(version.length + 1), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', entry.key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(rowId));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('internal', 'A stored secret cannot be opened.', { cause });
  }
}

/** Null where {@link decrypt} throws: for what can be had anew, or is one of several. */
export function decryptOrNull(ring: KeyRing, sealed: string, rowId: string): string | null {
  try {
    return decrypt(ring, sealed, rowId);
  } catch {
    return null;
  }
}

/** By which key of the ring a text was sealed; says nothing of whether it opens. */
export function keyVersionOf(sealed: string): string {
  return sealed.slice(0, Math.max(0, sealed.indexOf('.')));
}

/** Random, URL-safe, 256 bits: tokens and webhook secrets. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: how tokens of 256 random bits are stored and looked up. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares in constant time whatever the lengths, because only digests are compared. */
export function equalsConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** HMAC-SHA256 in base64url over `purpose` and `value`: one key serves several purposes safely. */
export function sign(key: string, purpose: string, value: string): string {
  return createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url');
}

/** True when `signature` is what `sign` gives for the same purpose and value. */
export function isSigned(key: string, purpose: string, value: string, signature: string): boolean {
  return equalsConstantTime(sign(key, purpose, value), signature);
}
