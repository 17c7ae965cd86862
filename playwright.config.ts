import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

const { executablePath, env, args } = findBrowser();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  outputDir: '.cache/e2e-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    timezoneId: 'Asia/Kathmandu',
    locale: 'en-GB',
    // A trace of every test costs a fifth of the time: `--trace on` makes one of those that are looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, env, args },
  },
});
