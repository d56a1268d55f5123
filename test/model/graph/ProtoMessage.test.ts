import protobuf from 'protobufjs';
import { eager, ProtoMessage } from '../../../src/model/graph/ProtoMessage';

const bytesOfMessage = (message: ProtoMessage) => Buffer.concat(message.pieces.map((piece) => piece.read()));

test('protobufjs reads what is written', () => {
  const { root } = protobuf.parse(`syntax = "proto3";
    message Inner { string name = 1; }
    message Outer {
      int64 number = 1; float real = 2; bytes data = 9;
      repeated int64 dims = 8; repeated Inner inner = 20;
    }`);
  const message = new ProtoMessage()
    .int(1, -1)
    .float(2, 0.5)
    .packedInts(8, [0, 127, 128, 300, -2])
    .bytes(9, eager(Uint8Array.of(1, 2, 3)))
    .message(20, new ProtoMessage().string(1, 'año'))
    .message(20, new ProtoMessage());
  const Outer = root.lookupType('Outer');
  expect(Outer.toObject(Outer.decode(bytesOfMessage(message)), { longs: Number, bytes: Array })).toEqual({
    number: -1,
    real: 0.5,
    dims: [0, 127, 128, 300, -2],
    data: [1, 2, 3],
    inner: [{ name: 'año' }, {}],
  });
  expect(message.byteLength).toBe(bytesOfMessage(message).length);
});

test('bytes are read when they are written, not before', () => {
  const read = jest.fn(() => Uint8Array.of(7));
  const message = new ProtoMessage().message(1, new ProtoMessage().bytes(2, { byteLength: 1, read }));
  expect(read).not.toHaveBeenCalled();
  expect([...bytesOfMessage(message)]).toEqual([0x0a, 3, 0x12, 1, 7]);
});
