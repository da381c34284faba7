/// Expressions put together without needless parentheses or double complements.
extension MaskExpression {
  /// `left & right`; the complement of what follows becomes a difference.
  static func conjunction(_ left: MaskExpression, _ right: MaskExpression) -> MaskExpression {
    if left.form == .all { return right }
    if right.form == .all { return left }
    if case .complement(let removed) = right.form { return .chain(.difference, [left, removed]) }
    if case .complement(let removed) = left.form { return .chain(.difference, [right, removed]) }
    if case .chain(.difference, let operands) = right.form {
      return .chain(.difference, [conjunction(left, operands[0])] + operands.dropFirst())
    }
    if case .chain(.difference, let operands) = left.form {
      return .chain(.difference, [conjunction(operands[0], right)] + operands.dropFirst())
    }
    return flat(.and, left, right)
  }

  /// `left | right`.
  static func disjunction(_ left: MaskExpression, _ right: MaskExpression) -> MaskExpression {
    flat(.or, left, right)
  }

  /// `left ^ right`.
  static func exclusive(_ left: MaskExpression, _ right: MaskExpression) -> MaskExpression {
    flat(.exclusiveOr, left, right)
  }

  /// The chain of the operands of both sides, where grouping makes no difference.
  private static func flat(_ combining: MaskOperator, _ left: MaskExpression, _ right: MaskExpression)
    -> MaskExpression
  {
    guard case .chain(combining, let operands) = right.form else { return .chain(combining, [left, right]) }
    return .chain(combining, [left] + operands)
  }
}
