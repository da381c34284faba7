import MaskAlgebra

/// The inputs that stages of an operation have, by their roles.
package struct InputRules: Sendable {
  /// The roles that every stage of the operation fills.
  let required: [InputRole]

  /// The kinds of roles that it may fill in addition.
  let optional: [InputRole.Kind]

  init(_ required: [InputRole] = [], optional: [InputRole.Kind] = []) {
    self.required = required
    self.optional = optional
  }

  /// The rules with, in addition, an input for each learned mask that `masks` depend on.
  func and(learnedMasksOf masks: MaskConfiguration) -> InputRules {
    InputRules(required + masks.support.map { .mask($0) }, optional: optional)
  }

  /// The required roles that `inputs` do not fill.
  func missingRoles(in inputs: [Input]) -> [InputRole] {
    required.filter { role in !inputs.contains { $0.role == role } }
  }

  /// The roles of `inputs` that the operation does not read.
  func foreignRoles(in inputs: [Input]) -> [InputRole] {
    inputs.map(\.role).filter { !required.contains($0) && !optional.contains($0.kind) }
  }
}
