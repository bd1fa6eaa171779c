/** One state of what people have changed of the settings. */
export interface SettingsVersion {
  /** Counted from 1. */
  readonly version: number;
  /** ISO. */
  readonly at: string;
  /** Who saved it, as lines of the audit name people. */
  readonly by: string;
  /** Keys of the settings with what takes the place of the deployed document's. */
  readonly overlay: Readonly<Record<string, unknown>>;
  /** The version that it brought back; 0 = the deployed document alone. */
  readonly revertOf?: number | undefined;
}

/** What people have changed of the settings, version by version. None is ever lost. */
export interface SettingsVersions {
  /** The one that counts; null = nobody has changed anything. @throws ConfigurationError when it cannot be read */
  current(): Promise<SettingsVersion | null>;
  /** Newest first. */
  history(): AsyncGenerator<SettingsVersion>;
  /** The next one. false when somebody else was faster: it must be one more than the one that counts. */
  add(version: SettingsVersion): Promise<boolean>;
}
