import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** One attribute of a TensorFlow operation, as tfjs-node's addon takes it. */
export interface OpAttribute {
  name: string;
  type: number;
  value: boolean | number | string | readonly number[];
}

/** TensorFlow's numbers for data types and attribute types (tensorflow/c/tf_datatype.h, c_api.h). */
export interface NativeTypes {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
}

/** The part of tfjs-node's backend object that runs any TensorFlow kernel by its name. */
export interface NativeBackend {
  readonly binding: NativeTypes & { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: TensorInfo[],
    outputs: number,
  ): Tensor[];
}
