import Diagnostics

/// The lines of a plan's text, each divided into tokens once it is wanted.
struct PlanTextLines {
  private let file: SourceFile
  private var number = 0

  /// The next line that is neither empty nor a comment; `nil` at the end.
  private(set) var first: PlanTextLine?

  init(of file: SourceFile) {
    self.file = file
    popFirst()
  }

  /// The next line, which is then gone.
  @discardableResult
  mutating func popFirst() -> PlanTextLine? {
    let popped = first
    first = nil
    while first == nil, number < file.lineCount {
      number += 1
      first = PlanTextLine(file, file.lineRange(number))
    }
    return popped
  }
}
