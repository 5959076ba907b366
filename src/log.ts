import { pino } from 'pino';
import type { LogLevel } from './config.ts';

/** Lines of JSON on stderr. Fields never hold a token, headers or bodies; the paths below are a second wall. */
export function createLog(level: LogLevel) {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['token', 'accessToken', '*.token', '*.accessToken', 'headers', '*.headers'],
        remove: true,
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
