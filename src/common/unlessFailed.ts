/**
 * Waits for work that depends on something else, such as a reader in the background: rejects as soon as that fails.
 * When that ends without an error, it goes on waiting for the work.
 */
export function unlessFailed<T>(work: Promise<T>, needed: readonly Promise<unknown>[]): Promise<T> {
  return Promise.race([work, ...needed.map((each) => each.then(() => work))]);
}
