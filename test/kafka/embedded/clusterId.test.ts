import { newClusterId } from '../../../src/kafka/embedded/clusterId';

describe('newClusterId', () => {
  it.each([0x00, 0x7f, 0xf8, 0xfb, 0xff])('has no dash at its start for a first byte of %i', (first) => {
    const id = newClusterId(Uint8Array.of(first, ...Array.from({ length: 15 }, (_, byte) => byte)));
    expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{21}$/);
    expect([...Buffer.from(id, 'base64url').subarray(1)]).toEqual(
      Array.from({ length: 15 }, (_, byte) => byte),
    );
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => newClusterId())).size).toBe(100);
  });
});
