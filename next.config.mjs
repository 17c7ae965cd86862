/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server in server/ compresses nothing of its own; Next may compress pages.
  compress: true,
  // Native modules and the job engine stay outside the bundle.
  serverExternalPackages: [
    '@node-rs/argon2',
    'graphile-worker',
    'jsdom',
    'nodemailer',
    'pg',
    'pino',
    'tsx',
  ],
  images: { unoptimized: true },
  // The test command checks types; a start on somebody's machine need not.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    serverActions: { bodySizeLimit: '1mb' },
    // Seen twice: after a restart with changed files the kept cache made pages reload without end.
    turbopackFileSystemCacheForDev: false,
  },
};

export default config;
