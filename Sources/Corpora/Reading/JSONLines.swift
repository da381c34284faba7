import Model
import Text

/// The lines of a file with a JSON object for each sentence.
struct JSONLines: CorpusLines {
  private let layout: JSONLayout

  /// The fields to read: that of the tokens, and those of labels.
  private let fields: [JSONField]

  private(set) var builder: CorpusBuilder
  private var scanner: LineScanner
  private var line = LineScanner.Line(number: 0, range: 0..<0)

  /// The document of the last sentence.
  private var document: String?

  init(_ text: DataText, _ layout: JSONLayout, _ layers: [CorpusReader.Layer], continuing builder: CorpusBuilder) {
    self.layout = layout
    fields = [JSONField(name: layout.token)] + layers.map(\.field)
    self.builder = builder
    scanner = LineScanner(text)
    self.builder.beginFile(text.name)
  }

  var text: String { scanner.text(line.range) }
  var textOfColumns: String { text }

  func shown(column: Int, token: Int) -> TextLine {
    var cursor = JSONCursor(scanner.bytes[line.range])
    let object = try? JSONReader.value(at: &cursor)
    guard let elements = object?[fields[column].name]?.elements, elements.indices.contains(token) else {
      return scanner.shown(line)
    }
    let (start, part) = (line.range.lowerBound, elements[token].range)
    return scanner.shown(line, at: start + part.lowerBound..<start + part.upperBound)
  }

  mutating func next() throws(CorpusError) -> CorpusLineKind? {
    guard let next = try scanner.nextText() else { return nil }
    line = next
    if !scanner.bytes[next.range].contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) {
      return .empty
    }
    let object = try readObject()
    guard let tokens = object.values[layout.token] else { throw missing(layout.token, among: object.names) }
    if tokens.isEmpty {
      builder.tally.emptySentences.add(scanner.shown(next))
      return .other
    }
    var columns = [tokens]
    for field in fields.dropFirst() { columns.append(try labels(of: field, in: object, tokens: tokens.count)) }
    if layout.document != nil, object.document != document {
      document = object.document
      builder.beginDocument()
    }
    for token in tokens.indices {
      for (number, column) in columns.enumerated() { builder.append(column[token].text, toColumn: number) }
      builder.endToken(line: next.number)
    }
    builder.endSentence()
    if let mark = scanner.byteOrderMark(in: next) { builder.tally.byteOrderMarks.add(scanner.shown(next, at: mark)) }
    return .sentence
  }

  /// A text or a number in a field.
  private struct Element {
    let text: String
    let isNumber: Bool

    /// The element that is a text or, if it `mayBeNumber`, a number; `nil` for all else and for an empty text.
    init?(_ value: LocatedJSON, mayBeNumber: Bool) {
      switch value.content {
      case .string(let text) where text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }):
        self.init(text: text, isNumber: false)
      case .number(let digits) where mayBeNumber: self.init(text: digits, isNumber: true)
      case .null, .boolean, .string, .number, .array, .object: return nil
      }
    }

    init(text: String, isNumber: Bool) {
      self.text = text
      self.isNumber = isNumber
    }
  }

  /// What a line says.
  private struct Object {
    var names: [String] = []
    var values: [String: [Element]] = [:]
    var document: String?
  }

  private func readObject() throws(CorpusError) -> Object {
    var object = Object()
    var wrong: (field: String, expected: String)?
    let wanted = Set(fields.map(\.name))
    var cursor = JSONCursor(scanner.bytes[line.range])
    do throws(JSONSyntaxError) {
      try cursor.object { cursor, name, _ throws(JSONSyntaxError) in
        object.names.append(name)
        let value = try JSONReader.value(at: &cursor)
        if name == layout.document { object.document = Element(value, mayBeNumber: true)?.text }
        guard wanted.contains(name) else { return }
        guard case .array(let elements) = value.content else {
          wrong = wrong ?? (name, "a list")
          return
        }
        let read = elements.compactMap { Element($0, mayBeNumber: name != layout.token) }
        if read.count < elements.count {
          wrong = wrong ?? (name, name == layout.token ? "texts that are not empty" : "texts or whole numbers")
        }
        object.values[name] = read
      }
      try cursor.end()
    } catch {
      let place = min(line.range.lowerBound + error.offset, line.range.upperBound)
      throw .notJSON(scanner.shown(line, at: place..<line.range.upperBound), problem: error.message)
    }
    if let wrong { throw .wrongField(scanner.shown(line), field: wrong.field, expected: wrong.expected) }
    return object
  }

  private func labels(of field: JSONField, in object: Object, tokens: Int) throws(CorpusError) -> [Element] {
    guard let written = object.values[field.name] else { throw missing(field.name, among: object.names) }
    guard written.count == tokens else {
      throw .unequalFields(scanner.shown(line), field: field.name, found: written.count, tokens: tokens)
    }
    var labels: [Element] = []
    for element in written {
      guard element.isNumber else {
        labels.append(element)
        continue
      }
      guard let number = Int(element.text), field.labels.indices.contains(number) else {
        throw .unknownLabel(
          scanner.shown(line), field: field.name, number: element.text, labels: field.labels.count)
      }
      labels.append(Element(text: field.labels[number], isNumber: false))
    }
    return labels
  }

  private func missing(_ field: String, among known: [String]) -> CorpusError {
    .noField(scanner.shown(line), field: field, known: known.map(\.visible))
  }
}

extension CorpusReader.Layer {
  /// The field of labels. Requires: the layer is one.
  fileprivate var field: JSONField {
    guard case .field(let field) = place else { preconditionFailure("a layer of another format") }
    return field
  }
}
