/// A word, number, string or sign of a mask expression.
struct MaskToken: Hashable, Sendable {
  let kind: Kind

  /// The bytes of the expression's text that the token covers.
  let bytes: Range<Int>

  enum Kind: Hashable, Sendable {
    /// Letters, digits and underscores, not starting with a digit.
    case word(String)

    /// A number as written, without a sign.
    case number(String)

    /// A text in double quotes, without them and with escapes resolved.
    case string(String)

    case leftParenthesis
    case rightParenthesis
    case comma
    case colon
    case dot
    case dotDot
    case tilde
    case or
    case exclusiveOr
    case minus
    case and

    /// What is no token and has been reported.
    case unknown

    case end
  }

  /// The operator that the token stands for between two masks.
  var infix: MaskOperator? {
    switch kind {
    case .or: .or
    case .exclusiveOr: .exclusiveOr
    case .minus: .difference
    case .and: .and
    case .word, .number, .string, .leftParenthesis, .rightParenthesis, .comma, .colon, .dot, .dotDot, .tilde,
      .unknown, .end:
      nil
    }
  }
}
