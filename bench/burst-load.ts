import { randomUUID } from 'node:crypto';
import http from 'node:http';

/**
 * A noisy account: posts messages of one chat to `TARGET`, `PER_SECOND` of them whether the last ones
 * are answered or not, until it is told to stop. What got no 200 is tried once more, as a provider
 * would. Prints `{"ready":true}`, and at the end how many were sent and how many were accepted.
 */
const { TARGET = '', SECRET = '', ACCOUNT = '', CHAT = '', PER_SECOND = '0' } = process.env;
const TICK_MS = 10;
const MAX_WAITING = 4_000;

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const counts = { sent: 0, accepted: 0, refused: 0 };
let waiting = 0;

function post(): void {
  waiting += 1;
  counts.sent += 1;
  const id = randomUUID();
  const person = { attendee_id: 'a1', attendee_name: 'Noise', attendee_provider_id: 'ACoNoise' };
  const body = JSON.stringify({
    event: 'message_received',
    account_id: ACCOUNT,
    account_type: 'LINKEDIN',
    chat_id: CHAT,
    message_id: id,
    provider_message_id: id,
    timestamp: new Date().toISOString(),
    message: `Noise ${counts.sent} ${'x'.repeat(300)}`,
    is_event: 0,
    is_sender: false,
    attachments: [],
    quoted: null,
    sender: person,
    attendees: [person],
  });
  const headers = { 'unipile-auth': SECRET, 'content-type': 'application/json' };
  const request = http.request(TARGET, { method: 'POST', agent, headers }, (response) => {
    response.resume();
    response.once('end', () => {
      waiting -= 1;
      counts[response.statusCode === 200 ? 'accepted' : 'refused'] += 1;
    });
  });
  request.once('error', () => {
    waiting -= 1;
    counts.refused += 1;
  });
  request.end(body);
}

const startedMs = performance.now();
setInterval(() => {
  const due = ((performance.now() - startedMs) / 1_000) * Number(PER_SECOND);
  // Beyond this the sender itself would run out of memory; the shortfall shows in the count.
  while (counts.sent < due && waiting < MAX_WAITING) post();
}, TICK_MS);
process.stdout.write('{"ready":true}\n');
process.once('SIGTERM', () => process.exit(0));
