import Diagnostics
import Text

/// A name that means no variant.
struct UnknownVariant: Error {
  let name: String

  /// The names under which variants are declared, then those of all variants.
  private let known: [String]

  init(_ name: String, declared: [String], all: [String]) {
    self.name = name
    known = (declared + all).withoutRepetitions
  }

  func message(in file: String) -> String { "'\(file)' has no variant '\(name)'" }

  /// What may have been meant, or which variants there are.
  var help: String { suggestion(for: name, among: known) }
}
