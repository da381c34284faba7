import Model

/// What running an experiment may cost; it changes no result.
package struct Budget: Block, Hashable {
  package static let blockName = "budget"
  package static let documentation =
    "Limits on what running the experiment may cost. `run`, `submit` and `export` refuse to start if the estimate exceeds a limit; `plan` shows the use of each. A budget changes no result and no stage."

  /// The hours that what is to be run may take, with one thread.
  package let hours: Located<Double>?

  /// The memory that the largest stage may need.
  package let memory: Located<ByteSize>?

  /// The size that new results may have.
  package let disk: Located<ByteSize>?

  package init(reading reader: inout BlockReader) {
    hours = reader.ifWritten(
      "hours", FieldType.real(in: .positive).located,
      "The hours that the stages that are to be run may take together, with one thread.")
    memory = reader.ifWritten(
      "memory", FieldType.size.located, "The memory that each stage that is to be run may need.")
    disk = reader.ifWritten(
      "disk", FieldType.size.located, "The size that what these stages store may have together.")
    if isEmpty {
      reader.reject(lackingAllOf: ["hours", "memory", "disk"], "expected 'hours', 'memory' or 'disk' in the budget")
    }
  }

  package init(hours: Located<Double>?, memory: Located<ByteSize>?, disk: Located<ByteSize>?) {
    self.hours = hours
    self.memory = memory
    self.disk = disk
  }

  /// Whether nothing is limited.
  package var isEmpty: Bool { hours == nil && memory == nil && disk == nil }

  /// This budget with the limits of `other` in the place of its own, where `other` has any.
  package func overridden(by other: Budget) -> Budget {
    Budget(hours: other.hours ?? hours, memory: other.memory ?? memory, disk: other.disk ?? disk)
  }
}
