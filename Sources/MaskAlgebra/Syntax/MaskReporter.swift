import Diagnostics

/// Where the findings about the text of one mask expression go: each gets its place in the source and the path of
/// its field.
///
/// A hopeless text does not bury its reader: after `limit` findings the rest is dropped, and of several findings
/// that begin at one byte the first stands.
struct MaskReporter: Sendable {
  /// The expression's text, in UTF-8.
  let text: [UInt8]

  /// What has been found.
  private(set) var log = DiagnosticLog()

  private let located: LocatedText
  private let path: String?
  private var places: Set<Int> = []
  private var isClosed = false

  /// The most findings that one expression gives.
  static let limit = 20

  /// Prepares to report about `located`, the value of the field at `path` in the experiment.
  init(located: LocatedText, path: String?) {
    text = Array(located.text.utf8)
    self.located = located
    self.path = path
  }

  /// Whether nothing was found.
  var isEmpty: Bool { places.isEmpty }

  /// Records `diagnostic` about the bytes `part` of the text; `replacement`, if given, would mend it there.
  mutating func report(_ diagnostic: Diagnostic, at part: Range<Int>, replacement: String? = nil) {
    guard !isClosed, places.count < Self.limit, places.insert(part.lowerBound).inserted else { return }
    var diagnostic = diagnostic
    diagnostic.range = range(of: part)
    diagnostic.path = path
    if let replacement, range(of: part).text.utf8.elementsEqual(text[part]) {
      diagnostic.fixIts = [FixIt("write '\(replacement)'", replacing: range(of: part), with: replacement)]
    }
    log.record(diagnostic)
  }

  /// Records nothing more: what follows would come from giving up.
  mutating func close() { isClosed = true }

  /// The place of the bytes `part` of the text.
  func range(of part: Range<Int>) -> SourceRange { located.range(of: part) }

  /// The bytes `part` of the text as a string.
  func string(_ part: Range<Int>) -> String { String(decoding: text[part], as: UTF8.self) }
}
