/** What the model offers to the rest of emostream. */
export type { Classifier } from './Classifier';
export type { Tokenizer } from './Tokenizer';
export { isFiniteAnswer } from './probabilities';
export { loadModel, type EngineName, type LoadedModel, type LoadModelOptions } from './loadModel';
export { modelFolder } from './resolve/modelFolder';
export { exportEngine, type ExportOptions, type ExportReport } from './engineFolder/exportEngine';
export type { Precision } from './engineFolder/EngineManifest';
export { defaultCalibrationTexts } from './quantization/Calibration';
export { trainingCountsOf } from './checkpoint/RunFile';
export { openCheckpoint, type Checkpoint } from './checkpoint/Checkpoint';
export { openOnnxEngine } from './engines/onnx/onnxEngine';
export { HuggingFaceTokenizer } from './tokenizer/HuggingFaceTokenizer';
