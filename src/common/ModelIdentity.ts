/** Identifies the model that gave a label. */
export interface ModelIdentity {
  name: string;
  /** SHA-256 of the engine file, hexadecimal. */
  hash: string;
}
