import Diagnostics
import SpecSyntax

/// A set of values that a publication used.
enum PresetName: String, Keyword {
  case paper
  case releasedCode = "released-code"

  var documentation: String {
    switch self {
    case .paper: "What *Learning Sparse Sharing Architectures for Multiple Tasks* (AAAI 2020) prints."
    case .releasedCode: "What the code that was published with that paper does."
    }
  }

  /// The values, as the lowest layer of an experiment; their places are in a source called `<preset NAME>`.
  var tree: Node {
    var log = DiagnosticLog()
    let file = SourceFile(name: "<preset \(rawValue)>", text: text, isFile: false)
    guard let document = SpecDocument(file, log: &log) else {
      preconditionFailure("the preset '\(rawValue)' is not a document: \(log.diagnostics)")
    }
    return document.root
  }

  /// The values with where each is from. "As usual" marks what the source leaves open, where the language's own default
  /// holds as well.
  var text: String {
    switch self {
    case .paper: Self.paperText
    case .releasedCode: Self.releasedCodeText
    }
  }
}
