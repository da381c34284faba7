package import MaskAlgebra

/// What stages of one kind compute: their parameters, and all that follows from these but how it is carried out.
///
/// Each operation is a type in a file of its own; `Operation` lists them.
package protocol StageOperation: Hashable, Sendable, ReadableRecord {
  /// The operation's name in plans and keys.
  static var name: String { get }

  /// The version of what the operation computes; it grows when equal parameters and inputs give other results than
  /// before.
  static var version: Int { get }

  /// What stages of the operation can be for.
  static var purposes: [StagePurpose.Kind] { get }

  /// The case of `Operation` that holds this one.
  var operation: Operation { get }

  /// What the operation is about; its fields stand first among the parameters.
  var subject: OperationSubject? { get }

  /// The parameters that follow those of the subject, in order.
  var ownFields: [CanonicalValue.Field] { get }

  /// The mask of each task, where the operation runs a network with them. Many stages differ in nothing else.
  var taskMasks: MaskConfiguration? { get }

  /// Replaces `taskMasks` where the operation has them.
  mutating func replaceTaskMasks(by masks: MaskConfiguration)

  /// The inputs that stages of this operation have.
  var reads: InputRules { get }

  /// The corpora that the operation reads.
  var corpora: [CorpusSource] { get }

  /// The files outside the store that the operation reads.
  var inputFiles: [InputFile] { get }

  /// The artifacts that stages of the operation may make, whatever their parameters.
  static var possibleArtifacts: [Artifact] { get }

  /// The artifacts that the operation makes; a stage that has them all is done.
  var artifacts: [Artifact] { get }

  /// Whether the operation trains a network, epoch by epoch, with what belongs to that: threads, checkpoints, progress.
  static var isTraining: Bool { get }

  /// The tasks that the operation names, in order.
  var taskNames: [String] { get }

  /// The operations of matrix products, the memory and the size of the artifacts, as `model` estimates them.
  func resources(by model: CostModel) -> StageCost

  /// Bounds of how many prunable scalars the mask that the operation makes keeps; `nil` where they are unknown, or
  /// where it makes no mask.
  ///
  /// - Parameter counts: the bounds for the mask that another stage makes.
  func keptCounts(from inputs: [Input], _ counts: (StageID) -> KeptCounts?) -> KeptCounts?
}

/// Bounds of how many scalars a mask keeps, in each part within which scalars are chosen: all of them, or each tensor.
package typealias KeptCounts = [ClosedRange<Int>]

extension StageOperation {
  package var subject: OperationSubject? { nil }
  package var taskMasks: MaskConfiguration? { nil }
  package mutating func replaceTaskMasks(by masks: MaskConfiguration) {}
  package var reads: InputRules { InputRules() }
  package var corpora: [CorpusSource] { subject?.tasks.map(\.corpus) ?? [] }
  package var inputFiles: [InputFile] { corpora.flatMap(\.inputFiles) }
  package var artifacts: [Artifact] { Self.possibleArtifacts }
  package static var isTraining: Bool { false }
  package var taskNames: [String] { subject?.tasks.map(\.name) ?? [] }
  package func keptCounts(from inputs: [Input], _ counts: (StageID) -> KeptCounts?) -> KeptCounts? { nil }

  /// The parameters, as they enter the stage's key.
  package var canonical: CanonicalValue { .record((subject?.fields ?? []) + ownFields) }

  /// The name of the field that holds `taskMasks`.
  static var masksField: String { "masks" }
}

/// The network and the tasks that an operation is about.
package struct OperationSubject: Hashable, Sendable {
  package let network: NetworkParameters

  /// The tasks, by name.
  package let tasks: [TaskParameters]

  var fields: [CanonicalValue.Field] { .fields(["network": network.canonical, "tasks": tasks.canonical]) }
}

/// An operation on a network and the tasks that it is for.
package protocol TaskOperation: StageOperation {
  var network: NetworkParameters { get }

  /// The tasks, by name.
  var tasks: [TaskParameters] { get }
}

extension TaskOperation {
  package var subject: OperationSubject? { OperationSubject(network: network, tasks: tasks) }
}

/// An operation that runs a network with the mask of each task.
package protocol MaskedOperation: TaskOperation {
  var masks: MaskConfiguration { get set }
}

extension MaskedOperation {
  package var taskMasks: MaskConfiguration? { masks }
  package mutating func replaceTaskMasks(by masks: MaskConfiguration) { self.masks = masks }
}
