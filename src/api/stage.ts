/**
 * Content for ConfigMgr: plans, properties, task sequences.
 *
 * @module
 */

export type { PathOutcome } from '../core/for-each-path.js';
export type { XmlElement, XmlSpan } from '../formats/xml/parse-xml.js';
export {
  type ApplyPackageStageOptions,
  applyPackageStage,
  type StageToApply,
} from '../hotfix/stage/apply-package-stage.js';
export type { StageTargets } from '../hotfix/stage/apply-stage.js';
export type { ContentFolder, ExistingFile } from '../hotfix/stage/client-content.js';
export {
  type ClientProperties,
  formatClientProperties,
  parseClientProperties,
} from '../hotfix/stage/client-properties.js';
export {
  readTaskSequenceEdit,
  refuseSameTaskSequence,
  type TaskSequenceEdit,
  writeTaskSequence,
} from '../hotfix/stage/edit-task-sequence.js';
export { type GivenRules, withGivenRules } from '../hotfix/stage/given-rules.js';
export type { LineOrigin } from '../hotfix/stage/line-patches.js';
export type { NextStep } from '../hotfix/stage/next-steps.js';
export type { LineClient, LineEntry, PatchLine, PatchLineOptions } from '../hotfix/stage/patch-line.js';
export { type ClientLine, planClientLine } from '../hotfix/stage/plan-client-line.js';
export {
  type LooseStage,
  type PlanLooseStageOptions,
  planLooseStage,
} from '../hotfix/stage/plan-loose-stage.js';
export {
  type LineOptions,
  type PackageStage,
  type PlanPackageStageOptions,
  planPackageStage,
} from '../hotfix/stage/plan-package-stage.js';
export {
  type HashedSource,
  planStage,
  type StageAction,
  type StageCopy,
  type StageFolder,
  type StagePlan,
  type StagePlanInput,
  utilityName,
} from '../hotfix/stage/plan-stage.js';
export type { StagePackagesOptions } from '../hotfix/stage/stage-packages.js';
export {
  type RecordedSignature,
  recordFolder,
  type StageRecord,
  type StageRecordFile,
} from '../hotfix/stage/stage-record.js';
export type { StageSource, StageSources } from '../hotfix/stage/stage-sources.js';
export { type StageFolders, stageTargets } from '../hotfix/stage/stage-targets.js';
export type { LeftOutPath } from '../hotfix/stage/task-sequence/installation-properties.js';
export {
  planTaskSequence,
  type TaskSequencePlan,
  type TaskSequenceRequest,
  type TaskSequenceScenario,
} from '../hotfix/stage/task-sequence/plan-task-sequence.js';
export { TaskSequence, type TaskSequenceStep } from '../hotfix/stage/task-sequence/task-sequence.js';
export type { SequenceUtility } from '../hotfix/stage/task-sequence/utility-steps.js';
export type { UndoAction, UndoPlan, UndoStep } from '../hotfix/stage/undo-stage.js';

export { type ApplyPrepareOptions, applyPrepare, type PrepareResult } from '../prepare/apply-prepare.js';
export {
  type ImagePlan,
  type PlanPrepareOptions,
  type PreparePlan,
  planPrepare,
} from '../prepare/plan-prepare.js';
export { type PrepareReportOptions, prepareReport } from '../prepare/prepare-report.js';

// Types behind these signatures: see index.ts.
export type {} from './hotfix.js';
export type {} from './msiexec.js';
export type {} from './package.js';
export type {} from './report.js';
export type {} from './signature.js';
