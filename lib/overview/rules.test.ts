import { describe, expect, it } from 'vitest';
import { selectRows, toOverviewCsv } from '@/lib/overview/rules';
import { overviewFiltersSchema } from '@/lib/overview/schema';
import type { OverviewFilters, OverviewRow } from '@/lib/overview/types';

const NOW_MS = Date.parse('2026-11-20T10:00:00.000Z');
const FRESH_MS = 900_000;

function row(fields: Partial<OverviewRow>): OverviewRow {
  const at = new Date(NOW_MS - 60_000).toISOString();
  return {
    id: fields.name ?? 'a',
    gatewayId: 'g',
    connectionName: null,
    provider: 'LINKEDIN',
    name: 'a',
    handle: null,
    sendAs: null,
    visibility: 'private',
    owner: null,
    isMine: false,
    canManage: true,
    status: 'connected',
    rawStatus: 'OK',
    statusSince: at,
    wrongIdentity: null,
    nextTryAt: null,
    lastOkAt: at,
    lastCheckedAt: at,
    lastMessageAt: at,
    syncStartedAt: at,
    syncFinishedAt: at,
    syncedBackTo: null,
    sendsPausedAt: null,
    hasTwin: false,
    removedAt: null,
    createdAt: at,
    messageCount: 0,
    coverage: { since: null, gaps: [] },
    uptime: { days: [], percent: 99.5, incidents: 1 },
    lagMs: 100,
    lastMail: null,
    reconnectMs: [],
    isLost: false,
    ...fields,
  };
}

const none: OverviewFilters = {
  provider: null,
  owner: null,
  status: null,
  sort: 'need',
  isDescending: false,
};
const select = (rows: OverviewRow[], filters: Partial<OverviewFilters>) =>
  selectRows(rows, { ...none, ...filters }, NOW_MS, FRESH_MS).map((one) => one.name);

describe('the overview’s rows', () => {
  const jane = { memberId: 'm1', name: 'Jane' };
  const rows = [
    row({ name: 'fine', owner: jane, lagMs: 300 }),
    row({ name: 'lost', status: 'reconnect_needed', lagMs: null }),
    row({ name: 'wa', provider: 'WHATSAPP', owner: jane, lagMs: 20 }),
  ];

  it('are filtered by provider, owner, none, and shown status', () => {
    expect(select(rows, {})).toEqual(['lost', 'fine', 'wa']);
    expect(select(rows, { provider: 'WHATSAPP' })).toEqual(['wa']);
    expect(select(rows, { owner: 'm1' })).toEqual(['fine', 'wa']);
    expect(select(rows, { owner: 'none' })).toEqual(['lost']);
    expect(select(rows, { status: 'reconnect_needed' })).toEqual(['lost']);
  });

  it('are sorted with the unknown last, and backwards when asked', () => {
    expect(select(rows, { sort: 'lag' })).toEqual(['wa', 'fine', 'lost']);
    expect(select(rows, { sort: 'lag', isDescending: true })).toEqual(['lost', 'fine', 'wa']);
    expect(select(rows, { sort: 'owner' })).toEqual(['fine', 'wa', 'lost']);
  });

  it('take an address that nobody understands for no filter', () => {
    expect(
      overviewFiltersSchema.parse({ provider: 'X', owner: '1', sort: '?', desc: '1' }),
    ).toEqual({
      provider: null,
      owner: null,
      status: null,
      sort: 'need',
      desc: true,
    });
  });
});

describe('the export', () => {
  it('says how long signing in again took, and that few are too few', () => {
    const csv = toOverviewCsv(
      [
        row({ name: 'often', reconnectMs: [5, 4, 3, 2, 1] }),
        row({ name: 'once', reconnectMs: [7] }),
      ],
      NOW_MS,
      FRESH_MS,
    );
    expect(csv).toContain('"5","3","5"');
    expect(csv).toContain('"1","too few","too few"');
  });

  it('has ISO times and says unknown', () => {
    const csv = toOverviewCsv(
      [row({ name: 'x', lagMs: null, lastMessageAt: null })],
      NOW_MS,
      FRESH_MS,
    );
    expect(csv.startsWith('\ufeff"Account",')).toBe(true);
    expect(csv).toContain('"2026-11-20T09:59:00.000Z"');
    expect(csv.match(/"unknown"/g)).toHaveLength(2);
  });
});
