package import Diagnostics
package import Model

/// A mask as somebody wrote it, before it is known which network and which task it is for.
///
/// Two expressions are equal when they are built alike, wherever they stand; whether they *mean* the same is decided
/// on `CanonicalMask`.
package struct MaskExpression: Hashable, Sendable {
  package let form: Form

  /// The place of the expression without parentheses around it; `nil` for what the compiler made up.
  package let range: SourceRange?

  /// How an expression is built.
  package indirect enum Form: Hashable, Sendable {
    /// Every scalar.
    case all

    /// No scalar.
    case none

    /// The scalars of a region of the base network, in all towers.
    case region(RegionReference)

    /// The scalars of one task's tower.
    case tower(Written<TaskReference>)

    /// The scalars that a mask found by pruning, drawn at random or read from a file keeps.
    case learned(LearnedReference)

    /// The scalars outside the operand.
    case complement(MaskExpression)

    /// At least two operands, combined from left to right.
    case chain(MaskOperator, [MaskExpression])
  }

  package init(_ form: Form, at range: SourceRange? = nil) {
    self.form = form
    self.range = range
  }

  package static func == (left: Self, right: Self) -> Bool { left.form == right.form }
  package func hash(into hasher: inout Hasher) { hasher.combine(form) }

  /// The expression that combines `operands` from left to right, in the one form that it has as a tree.
  ///
  /// `(a - b) - c` is the chain of a, b and c. Requires: at least one operand; one alone is itself.
  package static func chain(
    _ combining: MaskOperator, _ operands: [MaskExpression], at range: SourceRange? = nil
  ) -> MaskExpression {
    precondition(!operands.isEmpty, "a chain combines something")
    if operands.count == 1 { return operands[0] }
    if case .chain(combining, let leading) = operands[0].form {
      return MaskExpression(.chain(combining, leading + operands.dropFirst()), at: range)
    }
    return MaskExpression(.chain(combining, operands), at: range)
  }
}

/// An operator between two masks, from the loosest to the tightest.
package enum MaskOperator: String, Hashable, Sendable, CaseIterable {
  case or = "|"
  case exclusiveOr = "^"
  case difference = "-"
  case and = "&"

  /// How tightly the operator binds, from 0.
  package var precedence: Int {
    switch self {
    case .or: 0
    case .exclusiveOr: 1
    case .difference: 2
    case .and: 3
    }
  }
}

/// A task as an expression refers to it.
package enum TaskReference: Hashable, Sendable {
  /// `self`: the task whose mask the expression is.
  case own

  case named(String)
}

/// A part of the base network as an expression refers to it.
package struct RegionReference: Hashable, Sendable {
  package var place: Place
  package var direction: Direction?
  package var part: LayerPart?
  package var attribute: ParameterAttribute?

  /// The coarsest division of the base network.
  package enum Place: Hashable, Sendable {
    /// Everything, of which an attribute picks: `weights`, `biases`.
    case everywhere

    case charCNN

    /// The whole encoder.
    case encoder

    /// One layer of the encoder, written `encoder.2`.
    case layer(Int)

    /// The layers from the first to the last, written `layers(1..2)`; the last is `nil` in `layers(2)`.
    case layers(Int, through: Int?)
  }

  package init(
    _ place: Place, direction: Direction? = nil, part: LayerPart? = nil, attribute: ParameterAttribute? = nil
  ) {
    self.place = place
    self.direction = direction
    self.part = part
    self.attribute = attribute
  }
}

/// A mask that is no fact of the network, as an expression refers to it.
package enum LearnedReference: Hashable, Sendable {
  /// The mask that iterative magnitude pruning finds for a task.
  case imp(Written<TaskReference>, ImpSelection)

  /// A mask drawn at random, as a control.
  case random(keep: Written<Double>, seed: Written<UInt64>)

  /// The mask stored in a file, there possibly under a task's name.
  case file(path: Written<String>, Written<TaskReference>?)
}

/// Which of the masks that pruning goes through is meant.
package enum ImpSelection: Hashable, Sendable {
  /// The one that the experiment selects.
  case selected

  /// The one that keeps this fraction.
  case keep(Written<Double>)

  /// The one after this many rounds.
  case round(Written<Int>)
}
