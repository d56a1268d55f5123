/** Which weights gave a label. */
export interface ModelIdentity {
  name: string;
  /** SHA-256 of the engine file's content, hexadecimal. */
  hash: string;
}
