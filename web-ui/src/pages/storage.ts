/** What a page keeps in the browser. */
export interface KeptText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * The browser's storage where it lets the page have one, else one that lasts as long as the page. Reading the property
 * alone may throw (blocked cookies), writing may later (full, private windows).
 */
export function storageOr(browsers: () => Storage): KeptText {
  const own = new Map<string, string>();
  const attempt = <T>(ask: (storage: Storage) => T): T | undefined => {
    try {
      return ask(browsers());
    } catch {
      return undefined;
    }
  };
  return {
    getItem: (key) => own.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem: (key, value) => {
      own.set(key, value);
      attempt((storage) => storage.setItem(key, value));
    },
    removeItem: (key) => {
      own.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
}
