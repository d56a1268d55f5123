import { ApicurioRegistry } from './ApicurioRegistry';

/** The first start fetches 142 MB. */
const startTimeoutMs = 600_000;

/**
 * Gives the tests of the surrounding `describe` a running schema registry: an Apicurio of their own, or the one at
 * the address in EMOSTREAM_TEST_REGISTRY (http://127.0.0.1:8080/apis/ccompat/v7).
 */
export function withRegistry(): { readonly url: string } {
  const given = process.env['EMOSTREAM_TEST_REGISTRY'];
  let own: ApicurioRegistry | undefined;
  beforeAll(async () => {
    if (given === undefined) own = await ApicurioRegistry.start();
  }, startTimeoutMs);
  afterAll(() => own?.stop());
  return {
    get url() {
      const url = given ?? own?.url;
      if (url === undefined) throw new Error('the registry is there in tests and hooks only');
      return url;
    },
  };
}

/** `describe`, left out where EMOSTREAM_TEST_REGISTRY is `none`. */
export const describeWithRegistry =
  process.env['EMOSTREAM_TEST_REGISTRY'] === 'none' ? describe.skip : describe;
