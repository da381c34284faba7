import Model

/// What a mask expression may refer to: the network, the tasks, and whose mask it is.
package struct MaskScope: Hashable, Sendable {
  /// The parameters of the base network.
  package let universe: ParameterUniverse

  /// The tasks of the experiment, in order.
  package let tasks: [String]

  /// The task that `self` means.
  package let owner: String

  /// The number of rounds of the pruning schedule.
  package let rounds: Int

  /// Whether `imp` without a round is the mask after the last one, since nothing scores rounds to pick among them.
  package let picksLastRound: Bool

  package init(
    universe: ParameterUniverse, tasks: [String], owner: String, rounds: Int, picksLastRound: Bool = false
  ) {
    self.universe = universe
    self.tasks = tasks
    self.owner = owner
    self.rounds = rounds
    self.picksLastRound = picksLastRound
  }
}

extension RegionReference {
  /// Whether the region includes `tensor`.
  package func contains(_ tensor: ParameterTensor) -> Bool {
    if let attribute, attribute != tensor.attribute { return false }
    switch (place, tensor.region) {
    case (.everywhere, _), (.charCNN, .charCNN): return true
    case (.charCNN, .encoder), (.encoder, .charCNN), (.layer, .charCNN), (.layers, .charCNN): return false
    case (.encoder, .encoder(_, let direction, let part)): return matches(direction, part)
    case (.layer(let wanted), .encoder(let layer, let direction, let part)):
      return wanted == layer && matches(direction, part)
    case (.layers(let first, let last), .encoder(let layer, let direction, let part)):
      return first <= layer && layer <= (last ?? first) && matches(direction, part)
    }
  }

  private func matches(_ direction: Direction, _ part: LayerPart) -> Bool {
    (self.direction ?? direction) == direction && (self.part ?? part) == part
  }
}

extension MaskExpression {
  /// The paths of the files that the expression reads masks from, as they are written.
  package var filePaths: [Written<String>] {
    switch form {
    case .learned(.file(let path, _)): [path]
    case .learned(.imp), .learned(.random), .all, .none, .region, .tower: []
    case .complement(let operand): operand.filePaths
    case .chain(_, let operands): operands.flatMap(\.filePaths)
    }
  }

  /// Whether what the expression means depends on whose mask it is.
  package var mentionsOwner: Bool {
    switch form {
    case .tower(let task), .learned(.imp(let task, _)): task.value == .own
    case .learned(.file(_, let task)): task?.value == .own
    case .all, .none, .region, .learned(.random): false
    case .complement(let operand): operand.mentionsOwner
    case .chain(_, let operands): operands.contains(where: \.mentionsOwner)
    }
  }

  /// Whether the expression names a tower, so that it needs a network with several.
  package var mentionsTowers: Bool {
    switch form {
    case .tower: true
    case .all, .none, .region, .learned: false
    case .complement(let operand): operand.mentionsTowers
    case .chain(_, let operands): operands.contains(where: \.mentionsTowers)
    }
  }
}
