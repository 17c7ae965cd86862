/** What the person who wrote the answer writes above what they quote. Both ends are looked at. */
const ATTRIBUTION_START =
  /^(?:On|Am|Le|El|Il(?: giorno)?|Op|Em|Den|W dniu|Dne|Vào|在)\s?\D{0,16}\d/;
const ATTRIBUTION_END =
  /(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80}|escreveu|skrev.{0,80}|napisał\(?a?\)?|napsal\(?a?\)?|写道)\s?[:：]$/;
const DATED_ADDRESS = /^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}.{1,160}<[^<>@\s]+@[^<>@\s]+>:$/;
const LONGEST_ATTRIBUTION = 300;

const DIVIDER =
  /^-{2,}\s?(?:Original(?: Message| Appointment)?|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original)\s?-{2,}/i;

const FROM = /^(?:From|Von|De|Da|Van|Från|Fra)\s?:/i;
const SENT = /\b(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden|Skickat|Sendt)\s?:/i;
const SUBJECT = /\b(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Assunto|Ämne|Emne)\s?:/i;

/** An answer that says its parts stand between the lines below: then nothing below may be hidden. */
const ANSWERS_BELOW =
  /\b(?:below|in-?line|inline|in (?:red|blue|green|bold)|unten|s\.\s?u\.|ci-dessous|abajo|sotto|hieronder)\b/i;

/** One line above a quote: "On 3 Mar 2025, at 10:00, Ana <ana@x.com> wrote:". */
export function isAttribution(text: string): boolean {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length > LONGEST_ATTRIBUTION || line.length < 8) return false;
  if (DATED_ADDRESS.test(line)) return true;
  // A sentence before it is somebody's own.
  if (/[.!?]\s(?:On|Am|Le|El|Il|Op|Em|Den)\s/.test(line)) return false;
  return ATTRIBUTION_START.test(line) && ATTRIBUTION_END.test(line);
}

/** "-----Original Message-----" at the beginning of a text. */
export function isDivider(text: string): boolean {
  return DIVIDER.test(text.slice(0, 120).replace(/\s+/g, ' ').trim());
}

/** The block of From, Sent, To and Subject that Outlook puts above what it quotes. */
export function isOutlookHead(text: string): boolean {
  const head = text.slice(0, 1_500).replace(/\s+/g, ' ').trim();
  return FROM.test(head) && SENT.test(head) && SUBJECT.test(head);
}

/** Whether a text announces that it goes on between the lines of what it quotes. */
export function announcesInline(text: string): boolean {
  return ANSWERS_BELOW.test(text.slice(0, 4_000));
}

export interface LineBlock {
  isQuoted: boolean;
  lines: string[];
}

/**
 * Lines of plain text in blocks: quoted ones begin with `>`, with the attribution above them, or follow a
 * divider, where nothing says how far they reach. All of it is one block where nothing new would remain.
 */
export function quotedBlocks(lines: readonly string[], isForward: boolean): LineBlock[] {
  const marks = lines.map((line) => line.startsWith('>'));
  bridgeBlankLines(lines, marks);
  markAttributions(lines, marks);
  if (!isForward) markAfterDivider(lines, marks);
  if (!lines.some((line, index) => !marks[index] && line.trim() !== '')) marks.fill(false);
  const blocks: LineBlock[] = [];
  lines.forEach((line, index) => {
    const isQuoted = marks[index] === true;
    const last = blocks.at(-1);
    if (last && last.isQuoted === isQuoted) last.lines.push(line);
    else blocks.push({ isQuoted, lines: [line] });
  });
  return blocks;
}

/** Blank lines between two quoted ones belong to the quote. */
function bridgeBlankLines(lines: readonly string[], marks: boolean[]): void {
  let lastQuoted = -1;
  for (let index = 0; index < lines.length; index++) {
    if (marks[index]) {
      if (lastQuoted >= 0) marks.fill(true, lastQuoted, index);
      lastQuoted = index;
    } else if (lines[index]?.trim() !== '') lastQuoted = -1;
  }
}

/** An attribution may be wrapped over three lines. */
function markAttributions(lines: readonly string[], marks: boolean[]): void {
  for (let index = 1; index < lines.length; index++) {
    if (!marks[index] || marks[index - 1]) continue;
    let end = index - 1;
    while (end > 0 && index - end < 3 && lines[end]?.trim() === '') end--;
    for (let start = end; start >= 0 && end - start < 3; start--) {
      if (marks[start] || lines[start]?.trim() === '') break;
      if (!isAttribution(lines.slice(start, end + 1).join(' '))) continue;
      marks.fill(true, start, index);
      break;
    }
  }
}

function markAfterDivider(lines: readonly string[], marks: boolean[]): void {
  const start = lines.findIndex((line) => isDivider(line));
  if (start < 0) return;
  const above = lines.slice(0, start).filter((_, index) => !marks[index]);
  if (above.every((line) => line.trim() === '') || announcesInline(above.join('\n'))) return;
  marks.fill(true, start);
}
