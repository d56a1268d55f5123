/** A schema in a registry. */
export interface RegisteredSchema {
  /** `AVRO`, `JSON`, `PROTOBUF`. */
  schemaType: string;
  schema: string;
  /** Whether it refers to schemas of other subjects. */
  hasReferences: boolean;
}

/** What the codecs need of a schema registry. The schema of an id never changes. */
export interface SchemaRegistry {
  /**
   * The id of a schema under a subject; a missing schema is registered where that is allowed.
   *
   * @throws EmostreamError `registry_unreachable` or `registry_bad_answer` (environment: try again),
   *   `registry_denied`, `schema_incompatible`, `schema_not_registered` (configuration)
   */
  idFor(subject: string, schema: string): Promise<number>;

  /**
   * @returns undefined when the registry answers that it has no such id
   * @throws EmostreamError `registry_unreachable`, `registry_bad_answer`, `registry_denied`
   */
  schemaById(id: number): Promise<RegisteredSchema | undefined>;
}
