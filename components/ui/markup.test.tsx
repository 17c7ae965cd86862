import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ChannelGlyph, channelName, channels } from './channel-glyph';
import { ClockProvider } from './clock';
import { CountBadge } from './count-badge';
import { RelativeTime } from './relative-time';
import { StatusPill } from './status-pill';
import { Table, TableHead, TableHeader } from './table';
import { ThemeScript } from './theme-script';
import { toneOrder } from './tone';
import { UptimeBar } from './uptime-bar';

/** The text as readers and eyes get it, without markup. */
const textOf = (html: string) => html.replace(/<[^>]+>/g, '');

test('a count of nothing is not drawn, and a count of very much stays narrow', () => {
  const badge = (count: number) =>
    textOf(renderToStaticMarkup(<CountBadge count={count} unit="unread" />));
  expect([badge(0), badge(-1), badge(7), badge(999), badge(1000)]).toEqual([
    '',
    '',
    '7 unread',
    '999 unread',
    '999+ unread',
  ]);
});

test('each status carries an icon and a word, and no two tones share an icon', () => {
  const pills = toneOrder.map((tone) =>
    renderToStaticMarkup(<StatusPill tone={tone} label="Word" />),
  );
  for (const pill of pills) {
    expect(pill).toContain('<svg');
    expect(textOf(pill)).toBe('Word');
  }
  expect(new Set(pills.map((pill) => pill.replace(/class="[^"]*"/g, ''))).size).toBe(
    toneOrder.length,
  );
});

test('a day without data is striped and never has the colour of a day that was up', () => {
  const draw = (state: 'up' | 'unknown') =>
    renderToStaticMarkup(
      <UptimeBar label="Jane" summary="no data" segments={[{ state, label: '12 Mar' }]} />,
    );
  expect(draw('up')).toContain('bg-ok');
  expect(draw('unknown')).not.toContain('bg-ok');
  expect(draw('unknown')).toContain('hatched');
});

test('uptime is one stop for the keyboard and is read with its summary and its day', () => {
  const html = renderToStaticMarkup(
    <UptimeBar
      label="Jane · LinkedIn"
      summary="99.2 % · 2 incidents"
      segments={Array.from({ length: 90 }, (_, day) => ({ state: 'up', label: `day ${day}` }))}
    />,
  );
  expect(html.match(/tabindex="0"/g)).toHaveLength(1);
  expect(html).toContain('aria-label="Jane · LinkedIn: 99.2 % · 2 incidents. Day"');
  expect(html).toContain('aria-valuetext="day 89"');
});

describe('a time', () => {
  test('is drawn from the clock and zone around it, with the whole moment behind it', () => {
    const html = renderToStaticMarkup(
      <ClockProvider nowMs={Date.parse('2026-11-21T08:17:00Z')} timeZone="Asia/Kathmandu">
        <RelativeTime date="2026-11-20T18:15:00Z" />
      </ClockProvider>,
    );
    expect(textOf(html)).toBe('00:00');
    expect(html).toContain('dateTime="2026-11-20T18:15:00.000Z"');
    expect(html).toContain('title="Sat, 21 Nov 2026, 00:00 GMT+5:45"');
  });

  test('without a clock is absolute and names its zone instead of guessing', () => {
    expect(textOf(renderToStaticMarkup(<RelativeTime date={0} />))).toBe(
      'Thu, 1 Jan 1970, 00:00 UTC',
    );
  });
});

test('every channel has a drawing of its own and a name, and an unknown one is still drawn', () => {
  const drawings = channels.map((channel) =>
    renderToStaticMarkup(<ChannelGlyph channel={channel} />),
  );
  expect(channels).toHaveLength(9);
  expect(new Set(drawings.map((svg) => svg.replace(/aria-label="[^"]*"/, ''))).size).toBe(9);
  expect(channels.map(channelName)).not.toContain('LINKEDIN');
  expect(renderToStaticMarkup(<ChannelGlyph channel="SIGNAL" />)).toContain('aria-label="SIGNAL"');
});

test('a sortable column tells its order to readers', () => {
  const html = renderToStaticMarkup(
    <Table label="Accounts">
      <TableHead>
        <TableHeader sort="descending" sortHref="?sort=name">
          Name
        </TableHeader>
        <TableHeader>Owner</TableHeader>
      </TableHead>
    </Table>,
  );
  expect(html.match(/aria-sort/g)).toHaveLength(1);
  expect(html).toContain('aria-sort="descending"');
});

test('the theme script carries the nonce and arrives unescaped', () => {
  const html = renderToStaticMarkup(<ThemeScript nonce="abc" />);
  expect(html).toMatch(/^<script nonce="abc">\(\(\)=>\{.*'dark'.*\}\)\(\)<\/script>$/);
});
