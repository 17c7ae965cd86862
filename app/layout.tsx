import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { QueryProvider } from '@/components/live/query-provider';
import { ZoneClock } from '@/components/live/zone-clock';
import { parseTheme, themeClassName, themeCookieName } from '@/components/ui/theme';
import { ThemeScript } from '@/components/ui/theme-script';
import { ToastProvider } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import { localeOf, zoneOf } from '@/lib/core/request-locale';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Switchboard', template: '%s · Switchboard' },
  description: 'Every chat, e-mail and invitation of your team in one place.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0e11' },
  ],
};

/** Reading the request here makes every page dynamic, which the page nonce needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [requestHeaders, jar] = await Promise.all([headers(), cookies()]);
  const nonce = requestHeaders.get('x-nonce') ?? undefined;
  const theme = parseTheme(jar.get(themeCookieName)?.value);
  const locale = localeOf(requestHeaders.get('accept-language'));
  return (
    <html lang="en" className={themeClassName(theme)} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
      </head>
      <body>
        <ZoneClock nowMs={Date.now()} serverZone={zoneOf(jar.get('zone')?.value)} locale={locale}>
          <NuqsAdapter>
            <QueryProvider>
              <TooltipProvider>
                <ToastProvider>{children}</ToastProvider>
              </TooltipProvider>
            </QueryProvider>
          </NuqsAdapter>
        </ZoneClock>
      </body>
    </html>
  );
}
