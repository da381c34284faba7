/// The bounds within which a text is read.
struct SyntaxRules: Sendable {
  /// The largest number of bytes in a file.
  var largestFile = 1 << 20

  /// The largest number of bytes in one decoded scalar.
  var largestScalar = 64 << 10

  /// The largest number of nodes (keys, values, lists and mappings), each alias counting as all it stands for.
  var mostNodes = 100_000

  /// The largest number of lists and mappings inside one another.
  var deepestNesting = 32

  /// The number of errors after which reading stops.
  var mostErrors = 50

  /// What may stand at the root.
  var root = Root.mapping

  enum Root: Sendable {
    /// A mapping, as in a specification.
    case mapping

    /// A scalar, or a list or mapping in brackets, as in an override on the command line.
    case flow

    /// Anything, for tests.
    case anything
  }

  /// The rules for a specification file.
  static let specification = SyntaxRules()

  /// The rules for the value of an override.
  static let override = SyntaxRules(root: .flow)
}
