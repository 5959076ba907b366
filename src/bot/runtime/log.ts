/** The bot's log; pino's loggers implement it. Fields never contain a token or other people's text. */
export interface BotLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
