type Listener<T> = (event: T) => void;

/** Typed events of one owner. Listeners run in the order in which they were added; an aborted signal removes them. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<Type extends keyof Events>(type: Type, listener: Listener<Events[Type]>, signal?: AbortSignal): void {
    if (signal?.aborted) {
      return;
    }
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(type, listeners);
    }
    const held = listeners;
    held.add(listener);
    signal?.addEventListener("abort", () => held.delete(listener), { once: true });
  }

  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        (listener as Listener<Events[Type]>)(event);
      } catch (fault) {
        // A page that cannot draw must not take the connection with it; the fault is reported as uncaught.
        queueMicrotask(() => {
          throw fault;
        });
      }
    }
  }
}
