package import MaskAlgebra

extension Operation {
  /// The operation with the same masks as all operations have that come from here, where it runs a network with masks:
  /// what stages have in common that differ in nothing but their masks.
  package var outline: Operation { accept(Outline(whole: self)) }

  /// The mask of each task, where the operation runs a network with them.
  package var taskMasks: MaskConfiguration? { accept(TaskMasks()) }

  /// The name of the parameter that holds `taskMasks`.
  package static let masksField = TrainOperation.masksField
}

private struct Outline: OperationVisitor {
  let whole: Operation

  func visit(_ operation: some StageOperation) -> Operation {
    guard operation.taskMasks != nil else { return whole }
    var outline = operation
    outline.replaceTaskMasks(by: KeyEncoder.noMasks)
    return outline.operation
  }
}

private struct TaskMasks: OperationVisitor {
  func visit(_ operation: some StageOperation) -> MaskConfiguration? { operation.taskMasks }
}
