extension SourceFile {
  /// The text after the changes `fixIts` of this file, of which any that touches an earlier one is left out.
  package func applying(_ fixIts: [FixIt]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    let ordered = fixIts.filter { $0.range.file.name == name }.sorted {
      ($0.range.bytes.lowerBound, $0.range.bytes.upperBound) < (
        $1.range.bytes.lowerBound, $1.range.bytes.upperBound
      )
    }
    for fix in ordered where fix.range.bytes.lowerBound >= copied {
      result += bytes[copied..<fix.range.bytes.lowerBound]
      result += fix.replacement.utf8
      copied = fix.range.bytes.upperBound
    }
    return result + bytes[copied...]
  }
}
