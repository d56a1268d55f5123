/** A BCP 47 tag (RFC 5646, its usual shape) from what a file says, `es_MX` included; undefined where it is none. */
export function languageTag(text: string): string | undefined {
  const tag = text.trim().replaceAll('_', '-');
  return /^[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8})*$/.test(tag) ? tag : undefined;
}
