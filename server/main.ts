import next from 'next';
import type pg from 'pg';
import { createDb, createPool } from '@/db/client';
import { isRestored, markDatabase } from '@/db/database-identity';
import { migrationState } from '@/db/migration-state';
import { env } from '@/lib/core/env';
import { errorFields, type Logger, log, logConsole } from '@/lib/core/log';
import { startDraining } from '@/lib/core/process-state';
import { unsafeSettings } from '@/lib/health/queries';
import { LiveHub } from '@/lib/live/hub';
import { getSealedState, unreadableSentence } from '@/lib/sealed/queries';
import { createHttpServer } from '@/server/http-server';
import { type RunningWorker, startWorker } from '@/worker/run';

const SHUTDOWN_LIMIT_MS = 15_000;

/** Web, worker or both in one process, as ROLE says. Stops cleanly on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const settings = env();
  const logger = log();
  // Next prints what a page throws; while developing that is what one looks at.
  if (settings.NODE_ENV !== 'development') logConsole(console, logger);
  const pool = createPool(settings.DATABASE_URL, settings.DATABASE_POOL_MAX);
  await requireSchema(pool);
  await refuseRestored(pool, logger);
  for (const name of await unsafeSettings(pool)) {
    logger.warn({ setting: name }, 'database.unsafe_setting');
  }

  const ring = settings.ENCRYPTION_KEYS;
  const shut = unreadableSentence(await getSealedState(createDb(pool), ring), ring);
  if (shut) logger.error({ problem: shut }, 'keys.cannot_open');

  const hasWeb = settings.ROLE !== 'worker';
  const hasWorker = settings.ROLE !== 'web';
  const isDevelopment = settings.NODE_ENV === 'development';
  const app = hasWeb
    ? next({ dev: isDevelopment, hostname: settings.HOST, port: settings.PORT })
    : undefined;
  await app?.prepare();
  const hub = new LiveHub(settings.DATABASE_URL, logger);
  if (hasWeb) await hub.start();
  const server = createHttpServer({
    app,
    db: createDb(pool),
    pool,
    hub,
    log: logger,
    settings: { ...settings, isDevelopment },
  });
  await server.listen();
  let worker: RunningWorker | undefined;
  if (hasWorker) worker = await startWorker({ pool, log: logger });
  logger.info({ port: settings.PORT, role: settings.ROLE }, 'server.started');

  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'server.stopping');
    startDraining();
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    await server.close();
    await worker?.stop();
    await hub.stop();
    await app?.close();
    await pool.end();
    logger.info({}, 'server.stopped');
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

async function requireSchema(pool: Parameters<typeof migrationState>[0]): Promise<void> {
  const state = await migrationState(pool);
  if (state.isNewer) {
    throw new Error(
      'The database was migrated by a newer version of Switchboard. Start that version.',
    );
  }
  if (state.applied < state.known) {
    throw new Error('The database is behind this build. Run the migrations: npm start does.');
  }
}

/** Nothing leaves a second time because a step of a restore was forgotten (D7). */
async function refuseRestored(pool: pg.Pool, logger: Logger): Promise<void> {
  const isOther = await isRestored(pool);
  if (isOther === null) logger.warn({}, 'database.identity_unknown');
  if (isOther) {
    throw new Error(
      'This is not the database that Switchboard last ran on. Restored from a backup: run "npm run restored", so that ' +
        'nothing leaves a second time. Moved, and nothing was lost: run "npm run restored -- --moved". Then start again.',
    );
  }
  await markDatabase(pool);
}

process.on('unhandledRejection', (error) => log().error(errorFields(error), 'process.unhandled'));
process.on('uncaughtException', (error) => {
  log().fatal(errorFields(error), 'process.crashed');
  process.exit(1);
});

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'Switchboard cannot start.'}\n`);
  process.exit(1);
});
