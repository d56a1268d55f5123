/** Resolves when everything is answered, or nothing was for a while: whichever comes first. */
export class AnswerWatch {
  #lastAt = Date.now();
  #wake: () => void = () => undefined;

  /** Something came in, or was sent. */
  touch(): void {
    this.#lastAt = Date.now();
    this.#wake();
  }

  /**
   * @param complete whether everything is answered; asked after each touch
   * @param idleMs without a touch for so long, it is given up
   */
  async wait(complete: () => boolean, idleMs: number, signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!complete() && !signal.aborted) {
      const left = this.#lastAt + idleMs - Date.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
