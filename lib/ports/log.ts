/** Structured log lines with ids only: never names, e-mails or Documentos (RGPD). */
export interface Log {
  info(message: string, ids?: Record<string, string | number | boolean>): void;
  warn(message: string, ids?: Record<string, string | number | boolean>): void;
  error(message: string, ids?: Record<string, string | number | boolean>): void;
}
