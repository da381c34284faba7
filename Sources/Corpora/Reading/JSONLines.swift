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
    let tokens = try list(of: 0, in: object).count
    if tokens == 0 {
      builder.tally.emptySentences.add(scanner.shown(next))
      return .other
    }
    if tokens > CorpusError.longestSentence { throw .sentenceTooLong(scanner.shown(next)) }
    for number in fields.indices.dropFirst() { try checkLabels(try list(of: number, in: object), number, tokens) }
    if layout.document != nil, object.document != document {
      document = object.document
      builder.beginDocument()
    }
    for number in fields.indices { try appendTexts(of: list(of: number, in: object), toColumn: number) }
    for _ in 0..<tokens { builder.endToken(line: next.number) }
    builder.endSentence()
    if let mark = scanner.byteOrderMark(in: next) { builder.tally.byteOrderMarks.add(scanner.shown(next, at: mark)) }
    return .sentence
  }

  /// What a line says. Lists are read twice, to check them and for their texts, so that a long line takes no more
  /// memory than its bytes.
  private struct Object {
    var names: [String] = []

    /// The list of each of `fields` that the object has.
    var lists: [List?]
    var document: String?
  }

  /// The list in a field.
  private struct List {
    /// Where it begins in the file.
    let start: Int
    var count = 0

    /// The first number that stands for no label.
    var unknownNumber: String?

    /// Whether it is a list, of elements that are read.
    var isList = true
    var hasOnlyKnownElements = true
  }

  private func readObject() throws(CorpusError) -> Object {
    var object = Object(lists: fields.map { _ in nil })
    var wrong: (field: String, expected: String)?
    var cursor = JSONCursor(scanner.bytes[line.range])
    do throws(JSONSyntaxError) {
      try cursor.object { cursor, name, _ throws(JSONSyntaxError) in
        object.names.append(name)
        let value = cursor
        if name == layout.document {
          object.document = try element(at: &cursor, mayBeNumber: true, depth: 0)?.text
        } else if !fields.contains(where: { $0.name == name }) {
          try cursor.skipValue()
        }
        for (number, field) in fields.enumerated() where field.name == name {
          cursor = value
          let list = try checkList(of: number, at: &cursor)
          if !list.isList { wrong = wrong ?? (name, "a list") }
          if !list.hasOnlyKnownElements {
            wrong = wrong ?? (name, number == 0 ? "texts that are not empty" : "texts or whole numbers")
          }
          object.lists[number] = list
        }
      }
      try cursor.end()
    } catch {
      throw notJSON(error, from: line.range.lowerBound)
    }
    if let wrong { throw .wrongField(scanner.shown(line), field: wrong.field, expected: wrong.expected) }
    return object
  }

  /// What is in the list of the field numbered `number`, which begins where `cursor` stands.
  private func checkList(of number: Int, at cursor: inout JSONCursor) throws(JSONSyntaxError) -> List {
    let isList = cursor.next() == UInt8(ascii: "[")
    var list = List(start: line.range.lowerBound + cursor.offset, isList: isList)
    guard isList else {
      try cursor.skipValue()
      return list
    }
    try cursor.array { cursor throws(JSONSyntaxError) in
      list.count += 1
      guard let element = try element(at: &cursor, mayBeNumber: number > 0, depth: 1) else {
        list.hasOnlyKnownElements = false
        return
      }
      if list.unknownNumber == nil, text(of: element, in: fields[number]) == nil { list.unknownNumber = element.text }
    }
    return list
  }

  /// A text or a number in a field.
  private struct Element {
    let text: String
    let isNumber: Bool
  }

  /// The element where `cursor` stands: a text or, if it `mayBeNumber`, a number; `nil` for all else and for an empty
  /// text.
  private func element(
    at cursor: inout JSONCursor, mayBeNumber: Bool, depth: Int
  ) throws(JSONSyntaxError) -> Element? {
    switch cursor.next() {
    case UInt8(ascii: "\""):
      let text = try cursor.string()
      let hasText = text.unicodeScalars.contains { !$0.properties.isWhitespace }
      return hasText ? Element(text: text, isNumber: false) : nil
    case let byte? where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
      let digits = try cursor.number()
      return mayBeNumber ? Element(text: digits, isNumber: true) : nil
    case nil, .some:
      try cursor.skipValue(depth: depth)
      return nil
    }
  }

  /// The text that `element` of `field` stands for; `nil` for a number that stands for none.
  private func text(of element: Element, in field: JSONField) -> String? {
    guard element.isNumber else { return element.text }
    guard let number = Int(element.text), field.labels.indices.contains(number) else { return nil }
    return field.labels[number]
  }

  private func list(of number: Int, in object: Object) throws(CorpusError) -> List {
    guard let list = object.lists[number] else { throw missing(fields[number].name, among: object.names) }
    return list
  }

  private func checkLabels(_ list: List, _ number: Int, _ tokens: Int) throws(CorpusError) {
    let field = fields[number]
    guard list.count == tokens else {
      throw .unequalFields(scanner.shown(line), field: field.name, found: list.count, tokens: tokens)
    }
    if let number = list.unknownNumber {
      throw .unknownLabel(scanner.shown(line), field: field.name, number: number, labels: field.labels.count)
    }
  }

  /// Gives the tokens being added the texts in the list of the field numbered `number`. Requires: all are known.
  private mutating func appendTexts(of list: List, toColumn number: Int) throws(CorpusError) {
    var cursor = JSONCursor(scanner.bytes[list.start..<line.range.upperBound])
    do throws(JSONSyntaxError) {
      try cursor.array { cursor throws(JSONSyntaxError) in
        let element = try element(at: &cursor, mayBeNumber: number > 0, depth: 1)
        builder.append(element.flatMap { text(of: $0, in: fields[number]) } ?? "", toColumn: number)
      }
    } catch {
      throw notJSON(error, from: list.start)
    }
  }

  private func notJSON(_ error: JSONSyntaxError, from start: Int) -> CorpusError {
    let place = min(start + error.offset, line.range.upperBound)
    return .notJSON(scanner.shown(line, at: place..<line.range.upperBound), problem: error.message)
  }

  private func missing(_ field: String, among known: [String]) -> CorpusError {
    .noField(scanner.shown(line), field: field, known: known.map(\.visible))
  }
}
