import { version } from '../../common/version';
import type { Attribute, ElementType, GraphBuilder, Initializer, Node, TensorInfo } from './GraphBuilder';
import { ProtoMessage } from './ProtoMessage';

/** TensorProto.DataType of onnx.proto. */
const dataTypes: Record<ElementType, number> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 };
/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

const irVersion = 10;
const standardOpset = 21;

/** The graph as a ModelProto: field numbers are those of onnx.proto (ONNX 1.16, IR version 10). */
export function onnxModel(graph: GraphBuilder): ProtoMessage {
  return new ProtoMessage()
    .int(1, irVersion)
    .string(2, 'emostream')
    .string(3, version)
    .message(7, graphProto(graph))
    .message(8, new ProtoMessage().string(1, '').int(2, standardOpset))
    .message(8, new ProtoMessage().string(1, 'com.microsoft').int(2, 1));
}

function graphProto(graph: GraphBuilder): ProtoMessage {
  const proto = new ProtoMessage();
  for (const node of graph.nodes) proto.message(1, nodeProto(node));
  proto.string(2, graph.name);
  for (const tensor of graph.initializers) proto.message(5, tensorProto(tensor));
  for (const input of graph.inputs) proto.message(11, valueInfoProto(input));
  for (const output of graph.outputs) proto.message(12, valueInfoProto(output));
  return proto;
}

function nodeProto(node: Node): ProtoMessage {
  const proto = new ProtoMessage();
  for (const input of node.inputs) proto.string(1, input);
  for (const output of node.outputs) proto.string(2, output);
  proto.string(3, node.outputs[0] ?? node.op).string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes)) {
    proto.message(5, attributeProto(name, value));
  }
  return proto.string(7, node.domain);
}

function attributeProto(name: string, value: Attribute): ProtoMessage {
  const proto = new ProtoMessage().string(1, name);
  if (typeof value === 'number') return proto.int(3, value).int(20, attributeTypes.int);
  if (typeof value === 'string') return proto.string(4, value).int(20, attributeTypes.string);
  if ('float' in value) return proto.float(2, value.float).int(20, attributeTypes.float);
  if ('type' in value) return proto.int(3, dataTypes[value.type]).int(20, attributeTypes.int);
  return proto.packedInts(8, value).int(20, attributeTypes.ints);
}

function tensorProto(tensor: Initializer): ProtoMessage {
  return new ProtoMessage()
    .packedInts(1, tensor.shape)
    .int(2, dataTypes[tensor.type])
    .string(8, tensor.name)
    .bytes(9, tensor.data);
}

function valueInfoProto(info: TensorInfo): ProtoMessage {
  const shape = new ProtoMessage();
  for (const dim of info.shape) {
    const dimension = new ProtoMessage();
    shape.message(1, typeof dim === 'number' ? dimension.int(1, dim) : dimension.string(2, dim));
  }
  const tensorType = new ProtoMessage().int(1, dataTypes[info.type]).message(2, shape);
  return new ProtoMessage().string(1, info.name).message(2, new ProtoMessage().message(1, tensorType));
}
