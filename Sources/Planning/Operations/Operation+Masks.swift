package import MaskAlgebra

extension Operation {
  /// The operation with the same masks as all operations have that come from here, where it runs a network with masks:
  /// what stages have in common that differ in nothing but their masks.
  package var outline: Operation { replacingTaskMasks(by: KeyEncoder.noMasks) }

  /// The operation with `masks` in place of its own; the operation itself if it has none.
  func replacingTaskMasks(by masks: MaskConfiguration) -> Operation {
    accept(MaskReplacement(whole: self, masks: masks))
  }

  /// The mask of each task, where the operation runs a network with them.
  package var taskMasks: MaskConfiguration? { accept(TaskMasks()) }

  /// The name of the parameter that holds `taskMasks`.
  package static let masksField = TrainOperation.masksField
}

private struct MaskReplacement: OperationVisitor {
  let whole: Operation
  let masks: MaskConfiguration

  func visit(_ operation: some StageOperation) -> Operation {
    guard operation.taskMasks != nil else { return whole }
    var other = operation
    other.replaceTaskMasks(by: masks)
    return other.operation
  }
}

private struct TaskMasks: OperationVisitor {
  func visit(_ operation: some StageOperation) -> MaskConfiguration? { operation.taskMasks }
}
