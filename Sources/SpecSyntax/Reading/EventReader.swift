internal import CLibYAML
import Diagnostics

/// One step of libyaml through a text.
struct Event {
  enum Kind {
    case streamStart
    case streamEnd

    /// The start of a document, with its directives.
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(ScalarStyle)
    case sequenceStart(isFlow: Bool)
    case sequenceEnd
    case mappingStart(isFlow: Bool)
    case mappingEnd
  }

  enum ScalarStyle { case plain, quoted, block }

  let kind: Kind

  /// The text of a scalar, decoded; empty for other events.
  var text = ""

  /// The number of bytes in `text`, known even where the text itself was too long to be kept.
  var textLength = 0

  /// The name after `&` in front of the node.
  var anchor: String?

  /// The place that libyaml gives, anchor and tag included.
  let bytes: Range<Int>
}

/// libyaml's parser over one text, its events in terms of the source's bytes.
///
/// The reader owns the C parser and a copy of the text, which stays where it is until both are freed together.
struct EventReader: ~Copyable {
  let file: SourceFile
  let marks: MarkTable

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Creates a reader of the bytes `text` of `file`, which must be UTF-8 without a byte-order mark.
  ///
  /// A final line break is supplied where it is missing: libyaml misreads some block scalars without it. With
  /// `blankingFirst`, the first byte is read as a blank, so that what follows it does not begin a line.
  init(_ file: SourceFile, _ text: Range<Int>, blankingFirst: Bool = false) {
    self.file = file
    self.marks = MarkTable(text, of: file)
    let bytes = file.bytes[text]
    let missesBreak = bytes.last != UInt8(ascii: "\n")
    input = .allocate(capacity: bytes.count + (missesBreak ? 1 : 0))
    _ = input.update(fromContentsOf: bytes)
    if blankingFirst, !bytes.isEmpty { input[0] = UInt8(ascii: " ") }
    if missesBreak { input[bytes.count] = UInt8(ascii: "\n") }
    parser = .allocate(capacity: 1)
    precondition(yaml_parser_initialize(parser) == 1, "libyaml has memory for a parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  ///
  /// Throws: what libyaml says is wrong with the text, after which there are no more events.
  func next(largestScalar: Int) throws(SyntaxProblem) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else { throw problem }
    defer { yaml_event_delete(&raw) }
    return event(raw, largestScalar: largestScalar)
  }

  private func event(_ raw: yaml_event_t, largestScalar: Int) -> Event {
    let bytes = range(raw.start_mark, raw.end_mark)
    switch raw.type {
    case YAML_DOCUMENT_START_EVENT:
      return Event(kind: .documentStart, bytes: bytes)
    case YAML_DOCUMENT_END_EVENT:
      return Event(kind: .documentEnd, bytes: bytes)
    case YAML_ALIAS_EVENT:
      return Event(kind: .alias(string(raw.data.alias.anchor) ?? ""), bytes: bytes)
    case YAML_SCALAR_EVENT:
      return scalar(raw, bytes, largestScalar: largestScalar)
    case YAML_SEQUENCE_START_EVENT:
      let start = raw.data.sequence_start
      let kind = Event.Kind.sequenceStart(isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE)
      return Event(kind: kind, anchor: string(start.anchor), bytes: bytes)
    case YAML_MAPPING_START_EVENT:
      let start = raw.data.mapping_start
      let kind = Event.Kind.mappingStart(isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
      return Event(kind: kind, anchor: string(start.anchor), bytes: bytes)
    case YAML_SEQUENCE_END_EVENT:
      return Event(kind: .sequenceEnd, bytes: bytes)
    case YAML_MAPPING_END_EVENT:
      return Event(kind: .mappingEnd, bytes: bytes)
    case YAML_STREAM_START_EVENT:
      return Event(kind: .streamStart, bytes: bytes)
    default:
      return Event(kind: .streamEnd, bytes: bytes)
    }
  }

  private func scalar(_ raw: yaml_event_t, _ bytes: Range<Int>, largestScalar: Int) -> Event {
    let scalar = raw.data.scalar
    let style: Event.ScalarStyle =
      switch scalar.style {
      case YAML_PLAIN_SCALAR_STYLE: .plain
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .quoted
      }
    let kept = UnsafeBufferPointer(start: scalar.value, count: min(scalar.length, largestScalar))
    return Event(
      kind: .scalar(style), text: String(decoding: kept, as: UTF8.self), textLength: scalar.length,
      anchor: string(scalar.anchor), bytes: bytes)
  }

  /// What stopped the parser.
  private var problem: SyntaxProblem {
    guard parser.pointee.error != YAML_READER_ERROR else {
      let offset = min(marks.text.lowerBound + parser.pointee.problem_offset, marks.text.upperBound)
      return SyntaxProblem(
        message: text(parser.pointee.problem), context: "", offset: offset, contextOffset: offset)
    }
    return SyntaxProblem(
      message: text(parser.pointee.problem), context: text(parser.pointee.context),
      offset: marks.byteOffset(ofScalar: parser.pointee.problem_mark.index),
      contextOffset: marks.byteOffset(ofScalar: parser.pointee.context_mark.index))
  }

  private func range(_ start: yaml_mark_t, _ end: yaml_mark_t) -> Range<Int> {
    let first = marks.byteOffset(ofScalar: start.index)
    return first..<max(first, marks.byteOffset(ofScalar: end.index))
  }

  private func string(_ name: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    name.map { String(cString: $0) }
  }

  private func text(_ message: UnsafePointer<CChar>?) -> String {
    message.map { String(cString: $0) } ?? ""
  }
}

/// What libyaml finds wrong with a text, in its own words.
struct SyntaxProblem: Error {
  let message: String

  /// What libyaml was doing, such as "while parsing a flow sequence".
  let context: String

  /// The byte at which it noticed.
  let offset: Int

  /// The byte at which that construct began; meaningless without `context`.
  let contextOffset: Int
}
