/**
 * Waits for work that needs something else to go on, such as a reader in the background: rejects as soon as that fails.
 * When it ends without an error, the work is waited for.
 */
export function unlessFailed<T>(work: Promise<T>, needed: readonly Promise<unknown>[]): Promise<T> {
  return Promise.race([work, ...needed.map((each) => each.then(() => work))]);
}
