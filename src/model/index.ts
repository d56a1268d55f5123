/** What the model offers to the rest of emostream. */
export type { Classifier } from './Classifier';
export type { Tokenizer } from './Tokenizer';
export { loadModel, modelFolder, type LoadedModel, type LoadModelOptions } from './loadModel';
export { exportEngine, type ExportOptions, type ExportReport } from './engineFolder/exportEngine';
export type { Precision } from './engineFolder/EngineManifest';
export { defaultCalibrationTexts } from './quantization/calibrationTexts';
export { trainingCountsOf } from './checkpoint/RunFile';
export { openCheckpoint, type Checkpoint } from './checkpoint/Checkpoint';
export { OnnxClassifier } from './engines/onnx/OnnxClassifier';
export { HuggingFaceTokenizer } from './tokenizer/HuggingFaceTokenizer';
