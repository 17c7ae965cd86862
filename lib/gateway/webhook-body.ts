/** Deeper than any payload, and far from what would exhaust the stack of a recursive reader. */
const MAX_DEPTH = 64;
const MAX_FORM_DEPTH = 6;

export type BodyProblem = 'empty' | 'too_deep' | 'not_readable';

/**
 * The value that the bytes of a webhook stand for, whatever content type they came with: JSON text,
 * JSON text sent as a form, or form fields. Never throws. Invalid UTF-8
 * becomes U+FFFD, a byte order mark is dropped, of duplicate keys the last counts.
 */
export function readWebhookBody(raw: Uint8Array): { value: unknown } | { problem: BodyProblem } {
  const text = new TextDecoder().decode(raw).trim();
  if (text === '') return { problem: 'empty' };
  if (isDeep(text)) return { problem: 'too_deep' };
  const json = parseJson(text);
  if (json !== undefined) return { value: json };
  const form = parseForm(text);
  return form === undefined ? { problem: 'not_readable' } : { value: form };
}

/** Counts open brackets outside of strings, before anything recursive sees the text. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isInString) {
      if (char === '\\') at += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fields = { [key: string]: unknown };

/** `a=1&b[c]=2` as an object; undefined when the text is not a form at all. */
function parseForm(text: string): unknown {
  const entries = [...new URLSearchParams(text)];
  const [first] = entries;
  // A JSON text that was percent-encoded as a whole is one key without a value.
  if (entries.length === 1 && first && first[1] === '') return parseNested(first[0]);
  if (!text.includes('=')) return undefined;
  const root = emptyFields();
  for (const [key, value] of entries) setField(root, key, value);
  return root;
}

/** JSON inside a form; undefined unless it is an object or a list of bearable depth. */
function parseNested(text: string): unknown {
  return /^\s*[[{]/.test(text) && !isDeep(text) ? parseJson(text) : undefined;
}

function setField(root: Fields, key: string, value: string): void {
  const path = key.split('[').map((part) => part.replace(/\]$/, ''));
  const last = path.pop();
  if (last === undefined || path.length > MAX_FORM_DEPTH) return;
  let fields = root;
  for (const part of path) {
    const inner = fields[part];
    if (isFields(inner)) fields = inner;
    else {
      const created = emptyFields();
      fields[part] = created;
      fields = created;
    }
  }
  fields[last] = parseNested(value) ?? value;
}

/** Without a prototype, so that a field named `__proto__` is a field like any other. */
function emptyFields(): Fields {
  return Object.create(null);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}
