import { EnvError, loadEnv } from '@/lib/core/env';

// Run by the launcher before anything starts: all problems at once, exit code 1.
try {
  loadEnv();
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
