import { pino } from 'pino';
import type { LogLevel } from '../config.ts';

/**
 * Logs lines of JSON to stderr. No field holds a token, headers or bodies; the redacted paths are a second
 * safeguard.
 */
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
