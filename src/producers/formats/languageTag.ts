/** The BCP 47 tag (RFC 5646, its usual form) that a file gives, also as `es_MX`; undefined where it is none. */
export function languageTag(text: string): string | undefined {
  const tag = text.trim().replaceAll('_', '-');
  return /^[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8})*$/.test(tag) ? tag : undefined;
}
