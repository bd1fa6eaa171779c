/** A session of the console as it is stored: without the cookie that it belongs to, nobody can read whose it is. */
export interface StoredSession {
  /** Person and refresh token, sealed with a key that only the cookie holds. */
  readonly sealed: string;
  readonly startedAt: string;
  /** Until then (ISO) what is sealed counts without asking the provider again. */
  readonly wordUntil: string;
}

/** The sessions of the console, by a hash of their cookie. */
export interface SessionStore {
  add(key: string, session: StoredSession): Promise<void>;
  /** null = there is none, or none that can be read. */
  get(key: string): Promise<StoredSession | null>;
  /** false when it has ended meanwhile: one that was signed out does not come back. */
  renew(key: string, session: Omit<StoredSession, 'startedAt'>): Promise<boolean>;
  remove(key: string): Promise<void>;
}
