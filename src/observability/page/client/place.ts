/** The part after the # of the page's address: a stream to show, or a token to sign in with. */
export function placeOf(hash: string): { stream: string; token: string | null } {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return { stream: fields.get('stream') ?? '', token: fields.get('token') };
}

/** Writes only the chosen stream into the address: a token must not stay there. */
export function keepPlace(streamId: string): void {
  const hash = streamId === '' ? '' : `#${new URLSearchParams({ stream: streamId }).toString()}`;
  history.replaceState(null, '', `${location.pathname}${hash}`);
}
