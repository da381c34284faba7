import Foundation
import Model

@testable import Corpora

/// The sentences of a text, read in the plainest way: lines of tokens, each with the texts that are read of it.
///
/// `nil` where the text breaks a rule of its format.
struct NaiveCorpus: Hashable {
  struct Token: Hashable {
    let line: Int
    let texts: [[UInt8]]
  }

  var sentences: [[Token]] = []

  /// The corpus in `bytes` as `reader` should read it.
  init?(_ bytes: [UInt8], _ reader: CorpusReader) {
    guard let lines = Self.lines(of: bytes) else { return nil }
    let indices = reader.layers.map { layer in
      switch layer.place {
      case .column(let index): index
      case .conllu(let layer): layer.column.index
      case .field: 0
      }
    }
    switch reader.format {
    case .columns(let layout): readColumns(lines, layout, [layout.token] + indices)
    case .conllu: readCoNLLU(lines, reader.layers)
    case .jsonl(let layout): readJSON(lines, layout, reader.layers)
    }
    sentences.removeAll(where: \.isEmpty)
    if isWrong || sentences.isEmpty { return nil }
  }

  /// The same from a corpus that was read.
  init(_ corpus: Corpus) {
    sentences = (0..<corpus.sentenceCount).map { sentence in
      corpus.tokens(ofSentence: sentence).map { token in
        Token(
          line: corpus.origin.location(ofToken: token, sentence: sentence)?.line ?? 0,
          texts: corpus.columns.map { Array($0[token].utf8) })
      }
    }
  }

  private var isWrong = false

  /// The lines of a text without control characters.
  private static func lines(of bytes: [UInt8]) -> [[UInt8]]? {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let parts = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let lines = parts.enumerated().map { $1.last == 0x0D && $0 < parts.count - 1 ? Array($1.dropLast()) : $1 }
    let isText = lines.allSatisfy { line in
      !line.contains { $0 < 0x20 && $0 != 0x09 } && String(validating: line, as: UTF8.self) != nil
    }
    return isText ? lines : nil
  }

  private mutating func readColumns(_ lines: [[UInt8]], _ layout: ColumnLayout, _ indices: [Int]) {
    let prefix = layout.comments.map { Array($0.utf8) }
    func columns(_ line: [UInt8]) -> [[UInt8]] {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return [] }
      switch layout.separator {
      case .blanks: return line.split { $0 == 0x20 || $0 == 0x09 }.map(Array.init)
      case .tab: return line.split(separator: 0x09, omittingEmptySubsequences: false).map(Array.init)
      }
    }
    let skip = layout.skip.map { Array($0.utf8) }
    func isSkipped(_ fields: [[UInt8]]) -> Bool { fields.first.map(skip.contains) ?? false }
    func isBlank(_ field: [UInt8]) -> Bool { field.allSatisfy { $0 == 0x20 } }
    func beginsLikeComment(_ line: [UInt8]) -> Bool { prefix.map { line.starts(with: $0) } ?? false }
    func filledCount(_ fields: [[UInt8]]) -> Int { fields.count { !$0.isEmpty } }
    // The first line that is certainly a token says how many columns tokens have.
    let usual = lines.first { !columns($0).isEmpty && !isSkipped(columns($0)) && !beginsLikeComment($0) }
    var width = layout.width == .file ? usual.map { columns($0).count } : nil
    sentences = [[]]
    for (number, line) in lines.enumerated() {
      let fields = columns(line)
      if fields.isEmpty || isSkipped(fields) {
        if sentences.last?.isEmpty == false { sentences.append([]) }
        if layout.width == .sentence { width = nil }
        continue
      }
      if beginsLikeComment(line) {
        let read = indices.filter { $0 < fields.count }.map { fields[$0] }
        let hasUsualWidth =
          layout.width == .file
          ? filledCount(fields) == usual.map { filledCount(columns($0)) } : fields.count == width
        if !hasUsualWidth || layout.separator == .tab && read.contains(where: isBlank) { continue }
      }
      guard fields.count > indices.max() ?? 0, fields.count == width ?? fields.count,
        !indices.contains(where: { layout.separator == .tab && isBlank(fields[$0]) })
      else {
        isWrong = true
        return
      }
      width = fields.count
      sentences[sentences.count - 1].append(Token(line: number + 1, texts: indices.map { fields[$0] }))
    }
  }

  private mutating func readCoNLLU(_ lines: [[UInt8]], _ layers: [CorpusReader.Layer]) {
    sentences = [[]]
    for (number, line) in lines.enumerated() {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        sentences.append([])
        continue
      }
      if line.first == UInt8(ascii: "#"), fields.count < 10 { continue }
      guard fields.count == 10, let id = fields[0].wholeMatch(of: /([0-9]{1,9})([-.][0-9]{1,9})?/) else {
        isWrong = true
        return
      }
      if id.2 != nil { continue }
      var texts = [fields[1]]
      for layer in layers {
        guard case .conllu(let place) = layer.place else { continue }
        switch place {
        case .column(let column): texts.append(fields[column.index])
        case .feature(let name), .attribute(let name):
          let values = fields[place.column.index].unicodeScalars.split(separator: "|").map(String.init)
          let value = values.first { $0.utf8.starts(with: "\(name)=".utf8) }
          texts.append(value.map { String(decoding: $0.utf8.dropFirst(name.utf8.count + 1), as: UTF8.self) } ?? "_")
        }
      }
      let columns =
        [fields[1]]
        + layers.map { layer in
          if case .conllu(let place) = layer.place { fields[place.column.index] } else { "" }
        }
      let isBlank = columns.contains { $0.utf8.allSatisfy { $0 == 0x20 } }
      guard Int(id.1) == (sentences.last?.count ?? 0) + 1, !isBlank else {
        isWrong = true
        return
      }
      sentences[sentences.count - 1].append(Token(line: number + 1, texts: texts.map { Array($0.utf8) }))
    }
  }

  private mutating func readJSON(_ lines: [[UInt8]], _ layout: JSONLayout, _ layers: [CorpusReader.Layer]) {
    for (number, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
      // Foundation drops byte-order marks from texts, unless they are escaped.
      let escaped = String(decoding: line, as: UTF8.self).replacing("\u{FEFF}", with: "\\ufeff")
      let value = try? JSONSerialization.jsonObject(with: Data(escaped.utf8))
      guard let object = value as? [String: Any], let tokens = object[layout.token] as? [String] else {
        isWrong = true
        return
      }
      var columns = [tokens]
      for layer in layers {
        guard case .field(let field) = layer.place, let labels = object[field.name] as? [Any] else {
          isWrong = true
          return
        }
        columns.append(
          labels.map { label in
            if let text = label as? String { return text }
            let number = label as? Int ?? -1
            return field.labels.indices.contains(number) ? field.labels[number] : ""
          })
      }
      sentences.append(
        tokens.indices.map { token in
          Token(line: number + 1, texts: columns.map { token < $0.count ? Array($0[token].utf8) : [] })
        })
    }
  }
}
