/** Where the bot says what it does; pino's loggers are such. Fields never hold a token or what people wrote. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
