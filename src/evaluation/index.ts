export { type ColumnRole, parseColumnMap } from './data/columnMap';
export { groupByVideo } from './data/groupByVideo';
export type { LabelledRow } from './data/LabelledRow';
export type { LabelledRows, LabelledRowsOptions } from './data/labelledRows';
export { leakFree, leakFreeMask } from './data/leakFree';
export { readLabelled } from './data/readLabelled';
export { splitByVideo, type VideoSplit } from './data/splitByVideo';
export { readRun, type Run } from './files/readRun';
export { writeDocument, writeRun } from './files/writeRun';
export { inLabelOrder } from '../common/labelOrder';
export type { LossRun } from './pictures/lossPicture';
export type { Document } from './render/Document';
export { documentHtml } from './render/documentHtml';
export { documentMarkdown } from './render/documentMarkdown';
export { documentText, tableText } from './render/documentText';
export { recipeSection } from './render/recipeSection';
export { comparisonSection, reportDocument, type ReportDocumentInput } from './render/reportDocument';
export { joinReplay, type ReplayDeadLetter, type ReplayJoin, type ReplayLabel } from './replay/joinReplay';
export { replayStreams, type ReplaySegment } from './replay/replayStreams';
export { isComplete, joinProblems, streamScores } from './replay/streamScores';
export { buildReport, type ReportInput } from './report/buildReport';
export { compareRecipes, haveSeeds, type Recipe } from './report/compareRecipes';
export type { ComparableRun } from './report/ComparableRun';
export { compareReports, type Comparison } from './report/compareReports';
export { compareRuns, type RunDifference } from './report/compareRuns';
export {
  evaluateOffline,
  type LabelTexts,
  type OfflineResult,
  type Probabilities,
} from './report/evaluateOffline';
export { paperRuns } from './report/paperTables';
export type { Prediction } from './report/Prediction';
export type { Report, ScoredRows, StreamScores } from './report/Report';
export { reportPredictions, type ReportPredictionsOptions } from './report/reportPredictions';
export { percentile } from '../common/percentile';
export { seededRandom, shuffled } from '../common/seededRandom';
