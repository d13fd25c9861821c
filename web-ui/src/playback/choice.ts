/** One of the things that can be chosen. */
export interface Choice {
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** What can be chosen, and what is. The same object means that nothing has changed. */
export interface ChoiceView {
  readonly options: readonly Choice[];
  /** `id` of the option that is on, undefined for none. */
  readonly chosen: string | undefined;
}
