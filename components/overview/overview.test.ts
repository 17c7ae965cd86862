import { describe, expect, it } from 'vitest';
import { attentionOf } from '@/components/overview/attention';
import { figuresOf, reconnectGroups } from '@/components/overview/figures';
import type { Overview, OverviewRow } from '@/lib/overview/types';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');
const FRESH_MS = 900_000;
const ago = (minutes: number) => new Date(NOW_MS - minutes * 60_000).toISOString();

function row(id: string, fields: Partial<OverviewRow> = {}): OverviewRow {
  return {
    id,
    gatewayId: 'gateway',
    connectionName: null,
    provider: 'LINKEDIN',
    name: id,
    handle: null,
    sendAs: null,
    visibility: 'private',
    owner: { memberId: 'jane', name: 'Jane Ruiz' },
    isMine: false,
    canManage: true,
    status: 'connected',
    rawStatus: 'OK',
    statusSince: ago(600),
    wrongIdentity: null,
    nextTryAt: null,
    lastOkAt: ago(1),
    lastCheckedAt: ago(1),
    lastMessageAt: null,
    syncStartedAt: ago(500),
    syncFinishedAt: ago(490),
    syncedBackTo: null,
    sendsPausedAt: null,
    hasTwin: false,
    removedAt: null,
    createdAt: ago(1000),
    messageCount: 0,
    coverage: { since: null, gaps: [] },
    uptime: { days: [], percent: null, incidents: 0 },
    lagMs: null,
    lastMail: null,
    reconnectMs: [],
    isLost: false,
    ...fields,
  };
}

function overview(rows: OverviewRow[], fields: Partial<Overview> = {}): Overview {
  return {
    rows,
    freshMs: FRESH_MS,
    outages: [],
    gateways: [],
    twins: [],
    incidentCount: 0,
    billing: {
      monthStart: '2026-11-01T00:00:00.000Z',
      peak: rows.length,
      peakAt: '2026-11-01T00:00:00.000Z',
      current: rows.length,
      signingIn: 0,
      expected: rows.length,
      unowned: 0,
      doubled: 0,
    },
    canRemind: true,
    ...fields,
  };
}

describe('the figures', () => {
  it('count an account as connected only with fresh evidence', () => {
    const old = row('old', { lastOkAt: ago(16) });
    const figures = figuresOf(overview([row('fresh'), old]), NOW_MS);
    expect(figures).toMatchObject({ total: 2, connected: 1, notVerified: 1 });
  });

  it('give no median of fewer than five values, and count only known ones', () => {
    const withLags = (lags: (number | null)[]) =>
      figuresOf(overview(lags.map((lagMs, index) => row(`${index}`, { lagMs }))), NOW_MS)
        .medianLagMs;
    expect(withLags([1, 2, 3, 4, null])).toEqual({ value: null, count: 4 });
    expect(withLags([500, 1, 3, 2, 4, null])).toEqual({ value: 3, count: 5 });
    expect(withLags([6, 1, 3, 2, 4, 5])).toEqual({ value: 3.5, count: 6 });
  });
});

describe('the time to reconnect', () => {
  const jane = { memberId: 'jane', name: 'Jane Ruiz' };
  it('is told of all, per provider and per owner, from the same times (A8)', () => {
    const rows = [
      row('one', { owner: jane, reconnectMs: [1, 2, 3] }),
      row('two', { owner: jane, provider: 'WHATSAPP', reconnectMs: [4, 5], isLost: true }),
      row('three', { owner: null, reconnectMs: [] }),
      row('four', { provider: 'TELEGRAM' }),
    ];
    const told = reconnectGroups(rows).map(({ name, times }) => [name, times]);
    expect(told).toEqual([
      ['All accounts', { count: 5, medianMs: 3, p95Ms: 5, openCount: 1 }],
      ['LinkedIn', { count: 3, medianMs: null, p95Ms: null, openCount: 0 }],
      ['WhatsApp', { count: 2, medianMs: null, p95Ms: null, openCount: 1 }],
      ['Jane Ruiz', { count: 5, medianMs: 3, p95Ms: 5, openCount: 1 }],
    ]);
  });
});

describe('what needs attention', () => {
  it('stands in the order: provider-wide, worst, longest, then who is connected twice and what nobody owns', () => {
    const outage = {
      transitionId: 't',
      provider: 'WHATSAPP',
      count: 6,
      from: ago(9),
      to: ago(5),
    } as const;
    const rows = [
      row('fine'),
      row('interrupted', { status: 'interrupted', statusSince: ago(900) }),
      row('lost lately', { status: 'reconnect_needed', statusSince: ago(5) }),
      row('lost long ago', { status: 'reconnect_needed', statusSince: ago(500) }),
      row('nobody’s', { owner: null }),
      row('part of the outage', {
        provider: 'WHATSAPP',
        status: 'reconnect_needed',
        statusSince: ago(7),
      }),
      row('of the same provider, earlier', {
        provider: 'WHATSAPP',
        status: 'reconnect_needed',
        statusSince: ago(700),
      }),
    ];
    const twins = [
      {
        provider: 'LINKEDIN',
        accounts: [
          { id: 'a', name: 'Jane', ownerName: null },
          { id: 'b', name: 'Jane', ownerName: null },
        ],
      },
    ] as const;
    const items = attentionOf(overview(rows, { outages: [outage], twins }), NOW_MS);
    expect(items.map((item) => (item.kind === 'account' ? item.id : item.kind))).toEqual([
      'outage',
      'of the same provider, earlier',
      'lost long ago',
      'lost lately',
      'interrupted',
      'twins',
      'unowned',
    ]);
  });

  it('is nothing while all accounts are connected, paused or merely not verified', () => {
    const rows = [row('fine'), row('paused', { status: 'paused' }), row('old', { lastOkAt: null })];
    expect(attentionOf(overview(rows), NOW_MS)).toEqual([]);
  });
});
