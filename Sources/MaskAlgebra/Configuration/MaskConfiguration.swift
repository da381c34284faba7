/// The masks of all tasks over one universe: a sharing mechanism in canonical form.
///
/// Two configurations are equal exactly when every task keeps the same scalars in both, whatever the learned masks
/// turn out to be, so mechanisms that mean the same are one value however they were written.
package struct MaskConfiguration: Hashable, Sendable {
  /// The scalars that the masks are about.
  package let universe: ParameterUniverse

  /// The tasks by name, each with its mask.
  package let entries: [Entry]

  /// One task and its mask.
  package struct Entry: Hashable, Sendable {
    package let task: String
    package let mask: CanonicalMask

    package init(task: String, mask: CanonicalMask) {
      self.task = task
      self.mask = mask
    }
  }

  /// Creates the configuration of `entries`, in whatever order.
  ///
  /// Requires: the tasks differ, and all masks are about `universe`.
  package init(universe: ParameterUniverse, _ entries: [Entry]) {
    precondition(Set(entries.map(\.task)).count == entries.count, "each task has one mask")
    precondition(entries.allSatisfy { $0.mask.universe == universe }, "masks of one universe are combined")
    self.universe = universe
    self.entries = entries.sorted { $0.task < $1.task }
  }

  /// A few properties distinguish most configurations; comparison, which is quick for copies of one value, decides.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(universe.towers.count)
    hasher.combine(universe.baseParameterCount)
    for entry in entries {
      hasher.combine(entry.task)
      // The first are weights, which learned masks are about, and the last biases.
      hasher.combine(entry.mask.functions.first)
      hasher.combine(entry.mask.functions.last)
    }
  }

  /// The same masks over `universe`. Requires: it differs from the masks' own universe in the sizes of tensors alone.
  package func moved(to universe: ParameterUniverse) -> MaskConfiguration {
    MaskConfiguration(
      universe: universe,
      entries.map { Entry(task: $0.task, mask: CanonicalMask(universe: universe, functions: $0.mask.functions)) })
  }

  /// The tasks, by name.
  package var tasks: [String] { entries.map(\.task) }

  /// The mask of `task`; `nil` for a task that is not in the configuration.
  package subscript(task: String) -> CanonicalMask? {
    entries.lazy.map(\.task).index(inSorted: task).map { entries[$0].mask }
  }

  /// The learned masks that any task's mask depends on, in order.
  package var support: [LearnedMask] { entries.lazy.map(\.mask.support).joinedInOrder }

  /// Whether every mask keeps the same scalars whatever the learned masks.
  package var isStatic: Bool { entries.allSatisfy(\.mask.isStatic) }

  /// The scalars that any task keeps.
  package func union() throws(BooleanFunction.TooComplex) -> CanonicalMask { try combined(.or) }

  /// The scalars that every task keeps; none if there is no task.
  package func intersection() throws(BooleanFunction.TooComplex) -> CanonicalMask { try combined(.and) }

  private func combined(_ combining: MaskOperator) throws(BooleanFunction.TooComplex) -> CanonicalMask {
    // Tasks mostly keep many tensors in the same way.
    var known: [[BooleanFunction]: BooleanFunction] = [:]
    var functions: [BooleanFunction] = []
    for index in universe.cells.indices {
      let operands = entries.map { $0.mask.functions[index] }
      if let function = known[operands] {
        functions.append(function)
        continue
      }
      let function = try BooleanFunction.combining(combining, operands[...])
      known[operands] = function
      functions.append(function)
    }
    return CanonicalMask(universe: universe, functions: functions)
  }
}
