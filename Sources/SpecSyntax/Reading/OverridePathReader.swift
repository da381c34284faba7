import Diagnostics

/// Reads a path: that in front of an override's equals sign, or one that stands alone.
struct OverridePathReader {
  private let file: SourceFile
  private let bytes: Range<Int>

  /// Whether an equals sign must follow the path.
  private let needsEquals: Bool

  /// Where reading has got to; after `readPath` the place of the equals sign.
  private(set) var offset: Int

  init(_ file: SourceFile, _ bytes: Range<Int>, needsEquals: Bool = true) {
    self.file = file
    self.bytes = bytes
    self.needsEquals = needsEquals
    offset = bytes.lowerBound
  }

  /// The keys of the path; `nil`, with the reason recorded, if there is none.
  mutating func readPath(log: inout DiagnosticLog) -> [PathKey]? {
    var path: [PathKey] = []
    while true {
      let start = offset
      guard let name = next == UInt8(ascii: "\"") ? readQuoted() : readPlain() else {
        log.record(.unclosedPathKey(range(from: start)))
        return nil
      }
      if let bad = name.firstIndex(where: { $0.isWhitespace || $0 == "\"" }),
        file.bytes[start] != UInt8(ascii: "\"")
      {
        log.record(.unquotedPathKey(range(from: start), character: name[bad]))
        return nil
      }
      if name.isEmpty {
        log.record(.pathWithoutKey(range(from: start)))
        return nil
      }
      path.append((name, range(from: start)))
      switch next {
      case UInt8(ascii: "=") where needsEquals: return path
      case UInt8(ascii: "."): offset += 1
      case nil:
        if !needsEquals { return path }
        log.record(.overrideWithoutEquals(SourceRange(file, bytes)))
        return nil
      default:
        log.record(.textAfterPathKey(SourceRange(file, offset..<bytes.upperBound)))
        return nil
      }
    }
  }

  private var next: UInt8? { offset < bytes.upperBound ? file.bytes[offset] : nil }

  private func range(from start: Int) -> SourceRange { SourceRange(file, start..<offset) }

  /// The key up to the next dot or equals sign.
  private mutating func readPlain() -> String? {
    let start = offset
    while let byte = next, byte != UInt8(ascii: "."), byte != UInt8(ascii: "=") || !needsEquals { offset += 1 }
    return file.text(in: start..<offset)
  }

  /// The key between double quotes; `nil` if the second quote is missing or a backslash is not followed by a quote or
  /// a backslash.
  private mutating func readQuoted() -> String? {
    var name: [UInt8] = []
    offset += 1
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: name, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = next, "\"\\".utf8.contains(escaped) else { return nil }
        name.append(escaped)
        offset += 1
      default: name.append(byte)
      }
    }
    return nil
  }
}
