export { inLabelOrder } from '../common/labelOrder';
export { type ColumnRole, parseColumnMap } from './data/columnMap';
export { groupByVideo, type LabelledRow, leakFree, leakFreeMask } from './data/LabelledRow';
export { type LabelledRows, type LabelledRowsOptions, readLabelled } from './data/readLabelled';
export { checkGoldLabels, type LabelMap, readLabelMap } from './data/labelMap';
export { splitByVideo, type VideoSplit } from './data/splitByVideo';
export { readReport, type SavedReport } from './files/readReport';
export { checkReportFolder, writeDocument, writeReport } from './files/writeReport';
export {
  isComplete,
  joinProblems,
  joinReplay,
  type ReplayDeadLetter,
  type ReplayJoin,
  type ReplayLabel,
  type ReplaySegment,
  replayStreams,
  streamScores,
} from './joinReplay';
export type { LossCurve } from './pictures/lossPicture';
export type { Document } from './render/Document';
export { documentText, tableText } from './render/documentText';
export { comparisonSection, recipeSection, reportDocument } from './render/reportDocument';
export { comparePredictions, type PredictionDifference } from './report/comparePredictions';
export { compareRecipes, haveSeeds, type Recipe } from './report/compareRecipes';
export { buildReport, reportPredictions } from './report/buildReport';
export { evaluateOffline, type LabelTexts, type OfflineResult } from './report/evaluateOffline';
export { paperReports, paperReportsFor } from './report/paperTables';
export type { ComparableReport, Prediction, Report, ScoredRows, StreamScores } from './report/Report';
