import Gzip

extension WordVectors {
  /// The size in bytes that a compressed file may expand to.
  package static let largestFile = 1 << 33

  /// The number of bytes of a compressed file that `survey` expands.
  private static let surveyedBytes = 1 << 20

  /// The vectors that `bytes` hold of the words in `wanted`; `name` is the file they come from, for messages.
  ///
  /// The bytes tell the format (`WordVectorsHeader.Format`), and whether the file is compressed with gzip. In a text,
  /// what stands before the last `dimension` numbers of a line is the word. Vectors whose word no token can equal are
  /// passed over, and of a word that comes twice the first vector counts; the tally says how many. Lines of unwanted
  /// words are checked for their number of components only.
  ///
  /// Throws: `WordVectorsError`, naming the line.
  package static func read(
    _ bytes: [UInt8], name: String, wanted: some Sequence<String>
  ) throws(WordVectorsError) -> WordVectors {
    var reading = WordVectorsReading(name: name, wanted: wanted, keepsValues: true)
    let header = try reading.run(try expanded(bytes, name: name))
    return WordVectors(
      name: name, dimension: header.dimension, words: reading.foundWords, values: reading.values,
      tally: reading.tally)
  }

  /// Which of the words in `wanted` have a vector, each once and in the order of the file, and what else there is.
  ///
  /// It is what `read` finds, without looking at components: no number is parsed but those that tell the format.
  ///
  /// Throws: what `read` throws, but for components that are no finite numbers.
  package static func coverage(
    _ bytes: [UInt8], name: String, wanted: some Sequence<String>
  ) throws(WordVectorsError) -> (found: [String], tally: WordVectorsTally) {
    var reading = WordVectorsReading(name: name, wanted: wanted, keepsValues: false)
    _ = try reading.run(try expanded(bytes, name: name))
    return (reading.foundWords, reading.tally)
  }

  /// What the beginning of `bytes` says of the file: its format, dimension and number of vectors.
  ///
  /// Throws: `WordVectorsError`, if the first lines hold no vector. Others are not looked at.
  ///
  /// Complexity: at most a hundred lines, and a mebibyte of a compressed file.
  package static func survey(_ bytes: [UInt8], name: String) throws(WordVectorsError) -> WordVectorsHeader {
    guard Gzip.isCompressed(bytes) else { return try header(of: bytes, name: name, isWhole: true) }
    let start: [UInt8]
    do throws(GzipError) { start = try Gzip.expandStart(of: bytes, count: surveyedBytes) } catch {
      throw .compressed(file: name, error)
    }
    return try header(of: start, name: name, isWhole: start.count < surveyedBytes)
  }

  private static func header(
    of bytes: [UInt8], name: String, isWhole: Bool
  ) throws(WordVectorsError) -> WordVectorsHeader {
    try bytes.withUnsafeBufferPointer { (buffer) throws(WordVectorsError) in
      try WordVectorsSurvey(buffer, name: name, isWhole: isWhole).header()
    }
  }

  private static func expanded(_ bytes: [UInt8], name: String) throws(WordVectorsError) -> [UInt8] {
    guard Gzip.isCompressed(bytes) else { return bytes }
    do throws(GzipError) { return try Gzip.expand(bytes, upTo: largestFile) } catch {
      throw .compressed(file: name, error)
    }
  }
}
