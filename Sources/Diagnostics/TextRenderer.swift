import Text

/// Shows diagnostics to people: the place, the message and its code, then the source line with the place underlined.
///
/// ```text
/// exp1.yaml:12:3: error: the key 'batch' occurs twice in this mapping [E0112]
/// 12 |   batch: 32
///    |   ^~~~~ second
/// exp1.yaml:10:3: note: first
/// 10 |   batch: 10
///    |   ^~~~~
///    = help: remove one of them
/// ```
package struct TextRenderer: Sendable {
  /// Whether to use the colours and weights of ANSI terminals.
  package let usesColour: Bool

  /// The number of columns of source text that are shown of a line; of longer lines, those around the place.
  package let width: Int

  package init(usesColour: Bool = false, width: Int = 100) {
    self.usesColour = usesColour
    self.width = max(width, 20)
  }

  /// The most findings that people are shown at a time.
  private static let mostShown = 100

  /// The text of `diagnostics` in their order, an empty line after each, and a line that counts them; nothing if
  /// there are none. Of more than 100, the errors come first, and a line says how many are left out.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    if diagnostics.isEmpty { return "" }
    let chosen = ShownDiagnostics(diagnostics, upTo: Self.mostShown)
    let omission = chosen.remark.map { "… and \($0)\n\n" } ?? ""
    return chosen.shown.map { render($0) + "\n" }.joined() + omission + Self.summary(of: diagnostics) + "\n"
  }

  /// The text of `diagnostic`, ending with a line break.
  package func render(_ diagnostic: Diagnostic) -> String {
    let places = [diagnostic.range].compactMap { $0 } + diagnostic.others.map(\.range)
    let lines = places.flatMap { [$0.start.line, $0.end.line] } + fixedLines(of: diagnostic).map(\.number)
    let gutter = Gutter(width: lines.max().map { String($0).count } ?? 0, paint: paint)
    let tint = Style(diagnostic.severity)
    var text = header(of: diagnostic)
    if let range = diagnostic.range {
      text += excerpt(of: range, label: diagnostic.label, tint: tint, in: gutter)
    }
    for other in diagnostic.others {
      let title = paint("note:", .note) + " " + other.text.escapedForTerminals
      text += paint(other.range.description.escapedForTerminals + ":", .strong) + " " + title + "\n"
      text += excerpt(of: other.range, label: nil, tint: .note, in: gutter)
    }
    for note in diagnostic.notes { text += gutter.remark("note", note) }
    if let help = diagnostic.help { text += gutter.remark("help", help) }
    return text + fixes(of: diagnostic, in: gutter)
  }

  /// How many errors and warnings `diagnostics` holds, such as "2 errors, 1 warning".
  package static func summary(of diagnostics: [Diagnostic]) -> String {
    let counts = [Severity.error, .warning].compactMap { severity -> String? in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : counted(count, severity.rawValue)
    }
    return counts.isEmpty ? "no errors, no warnings" : counts.joined(separator: ", ")
  }

  private func header(of diagnostic: Diagnostic) -> String {
    let place = diagnostic.range.map { paint($0.description.escapedForTerminals + ":", .strong) + " " } ?? ""
    let severity = paint(diagnostic.severity.rawValue + ":", Style(diagnostic.severity))
    let message = paint(diagnostic.message.escapedForTerminals, .strong)
    return "\(place)\(severity) \(message) [\(diagnostic.code.id)]\n"
  }

  /// `text` in the style `style`, if colours are wanted.
  func paint(_ text: String, _ style: Style) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The styles in which parts of a message are shown, as parameters of the ANSI sequence that selects them.
  enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case fix = "1;32"
    case gutter = "34"
    case strong = "1"

    init(_ severity: Severity) {
      switch severity {
      case .error: self = .error
      case .warning: self = .warning
      case .note: self = .note
      }
    }
  }
}

/// The columns with line numbers to the left of source lines.
struct Gutter {
  let width: Int
  let paint: (String, TextRenderer.Style) -> String

  /// The start of a line that shows the source line numbered `number`, with `mark` between the two.
  func numbered(_ number: Int, _ mark: String = "|") -> String {
    let digits = String(number)
    let blanks = String(repeating: " ", count: max(0, width - digits.count))
    return paint(blanks + digits + " " + mark, .gutter) + " "
  }

  /// The start of a line without a number.
  func unnumbered(_ mark: String = "|") -> String {
    paint(String(repeating: " ", count: width) + " " + mark, .gutter) + " "
  }

  /// A line below the source lines that says `text` as a `kind` of remark.
  func remark(_ kind: String, _ text: String) -> String {
    unnumbered("=") + paint(kind + ":", .strong) + " " + text.escapedForTerminals + "\n"
  }
}
