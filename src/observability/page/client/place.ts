/** What the address of the page says after its #: a stream to show, or a token to sign in with. */
export function placeOf(hash: string): { stream: string; token: string | null } {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return { stream: fields.get('stream') ?? '', token: fields.get('token') };
}

/** Keeps the chosen stream in the address, and nothing else: a token must not stay there. */
export function keepPlace(streamId: string): void {
  const hash = streamId === '' ? '' : `#${new URLSearchParams({ stream: streamId }).toString()}`;
  history.replaceState(null, '', `${location.pathname}${hash}`);
}
